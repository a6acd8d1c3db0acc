package hv.cpu.simd;

import hv.cpu.state.VectorState;

/**
 * A function from an element of the destination and one of the source to an element of the result, all as bits. Elements of 32 bits are
 * zero-extended.
 */
@FunctionalInterface
interface FloatFunction {
    /** @param v holds the rounding control and the like, and collects the exceptions ({@link VectorState#raised}) */
    long apply(VectorState v, long a, long b);
}
