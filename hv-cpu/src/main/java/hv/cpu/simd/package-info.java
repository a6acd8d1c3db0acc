/**
 * MMX and SSE instructions. Read {@link hv.cpu.simd.SimdOperations} first: it binds each mnemonic to an {@link hv.cpu.semantics.Operation}.
 *
 * <p>Most operations apply one small function to all lanes. {@link hv.cpu.simd.Halves}, {@link hv.cpu.simd.Joined}, {@link hv.cpu.simd.Interleaved},
 * {@link hv.cpu.simd.Wide} and the records in {@link hv.cpu.simd.FloatVector} deal with registers, memory and exceptions; the functions deal with
 * values alone. Each such operation is a record, because HotSpot takes the function in a record for a constant wherever the record is one.
 *
 * <p>Floating point: {@link hv.cpu.simd.Doubles} and {@link hv.cpu.simd.Singles} use the JVM's arithmetic where it is exactly the processor's, and
 * {@code hv.cpu.softfloat} elsewhere.
 */
package hv.cpu.simd;
