/**
 * What MMX and SSE instructions do: {@link hv.cpu.simd.SimdOperations} binds each mnemonic to an {@link hv.cpu.semantics.Operation}.
 *
 * <p>Most of them are one small function applied to lanes. {@link hv.cpu.simd.Halves}, {@link hv.cpu.simd.Joined},
 * {@link hv.cpu.simd.Interleaved}, {@link hv.cpu.simd.Wide} and the records in {@link hv.cpu.simd.FloatVector} know registers, memory and
 * exceptions; the functions know nothing but values. Such an operation is a record, whose function HotSpot takes for a constant where the
 * operation is one.
 *
 * <p>Floating point: {@link hv.cpu.simd.Doubles} and {@link hv.cpu.simd.Singles} use the JVM's arithmetic where it is exactly what the processor
 * does, and {@code hv.cpu.softfloat} elsewhere.
 */
package hv.cpu.simd;
