/** The person's end of a guest's serial line: standard input and output. */
package hv.launcher.console;
