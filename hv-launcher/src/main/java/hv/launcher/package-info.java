/**
 * The commands of {@code hv}. {@link hv.launcher.Main} wires them; {@link hv.launcher.RunCommand} is the one that matters.
 * Beside it: {@code options} (what the user can say), {@code guests} (what is bundled), {@code console} (the guest's end of the
 * terminal), {@code screen} (what the user sees).
 */
package hv.launcher;
