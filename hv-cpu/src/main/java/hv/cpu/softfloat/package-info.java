/**
 * Floating-point arithmetic of 32 and 64 bits as MXCSR governs it, in integers: what SSE instructions fall back on where the JVM's own arithmetic
 * is not exactly theirs. Quotients and roots of integers come from {@link hv.cpu.real}.
 */
package hv.cpu.softfloat;
