/**
 * From the command line and a TOML file to the configuration of a run. Read {@link hv.launcher.options.Options} first: it declares each option once.
 * {@link hv.launcher.options.RunPlan} puts the command line ({@link hv.launcher.options.CommandLineOptions}) and the file
 * ({@link hv.launcher.options.VmFile}) together.
 */
package hv.launcher.options;
