/**
 * From an exit to the end of its instruction. Read {@link hv.core.guest.completion.Completion} first. Its verbs:
 *
 * <ul>
 * <li>settle: decide an exit before any handler is asked ({@link hv.core.guest.completion.Settlement}),
 * <li>value: compute the result that an instruction would have had without the exit ({@link hv.core.guest.completion.Natively}),
 * <li>write: put a result where the instruction puts it ({@link hv.core.guest.completion.Results}),
 * <li>complete: do everything else that the instruction does, or have the processor do it at the next entry
 * ({@link hv.core.guest.completion.Exemptions}),
 * <li>step: complete, and call back before the next instruction ({@link hv.core.guest.completion.Stepper}).
 * </ul>
 */
package hv.core.guest.completion;
