/** What the user can say, on the command line or in a TOML file, and how it becomes the configuration of a run. */
package hv.launcher.options;
