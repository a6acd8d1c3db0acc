/**
 * What a guest's console is connected to. Read {@link hv.launcher.console.StandardConsole} first: standard input and output. A
 * {@link hv.launcher.console.Dialogue} types a text instead, and {@link hv.launcher.console.ReplayedInput} what {@link hv.launcher.console.RecordedInput} has
 * kept.
 */
package hv.launcher.console;
