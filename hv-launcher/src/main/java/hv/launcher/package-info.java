/**
 * The commands of {@code hv}. Read {@link hv.launcher.RunCommand} first; {@link hv.launcher.Main} wires the commands.
 * Beside it: {@code options} (what the user can say), {@code guests} (bundled images), {@code console} (standard input and output as a guest's console),
 * {@code screen} (what the user sees), {@code dump} and {@code manual} (the {@code hv vmcs} commands).
 */
package hv.launcher;
