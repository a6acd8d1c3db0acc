/**
 * Consoles of guests. Read {@link hv.launcher.console.StandardConsole} first: standard input and output. A {@link hv.launcher.console.Dialogue} types
 * a text instead, and {@link hv.launcher.console.ReplayedInput} replays the file that {@link hv.launcher.console.RecordedInput} has written.
 */
package hv.launcher.console;
