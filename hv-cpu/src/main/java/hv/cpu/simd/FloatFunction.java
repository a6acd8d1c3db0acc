package hv.cpu.simd;

import hv.cpu.state.VectorState;

/** From an element of the destination and one of the source, as bits, to the result's; 32-bit elements are zero-extended, also the result. */
@FunctionalInterface
interface FloatFunction {
    /** @param v rounding and the like; takes the exceptions ({@link VectorState#raised}) */
    long apply(VectorState v, long a, long b);
}
