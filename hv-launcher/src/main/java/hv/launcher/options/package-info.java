/**
 * From what the user says, on the command line and in a TOML file, to the configuration of a run. Read {@link hv.launcher.options.RunPlan} first: it puts both
 * together. {@link hv.launcher.options.GuestOptions} and its like declare the options; {@link hv.launcher.options.VmFile} is the file.
 */
package hv.launcher.options;
