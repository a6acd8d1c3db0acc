/**
 * What x87 instructions do, and FXSAVE, XSAVE and their kin. {@link hv.cpu.x87.Fpu} is what each instruction that computes does before and after;
 * the arithmetic itself is in {@code hv.cpu.real}.
 *
 * <p>An instruction reads memory first, then works in the {@code RealUnit}, then stores to memory, and changes the x87 state last.
 */
package hv.cpu.x87;
