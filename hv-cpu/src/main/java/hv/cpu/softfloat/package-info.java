/**
 * Floating-point arithmetic of 32 and 64 bits under MXCSR, done in integers. SSE instructions use it where the JVM's own arithmetic differs from theirs. Read
 * {@link hv.cpu.softfloat.SoftFloat} first. Quotients and square roots of integers come from {@code hv.cpu.real}.
 */
package hv.cpu.softfloat;
