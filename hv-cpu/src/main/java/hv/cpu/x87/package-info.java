/**
 * x87 instructions, and FXSAVE, XSAVE and their kin. Read {@link hv.cpu.x87.Fpu} first, the common parts of instructions that compute; the arithmetic
 * itself is in {@code hv.cpu.real}.
 *
 * <p>An instruction reads memory first, then works in the {@code RealUnit}, then stores to memory, and changes the x87 state last.
 */
package hv.cpu.x87;
