package hv.cpu.softfloat;

import hv.cpu.state.VectorState;

/** Cases that the operands alone decide: NaNs, denormals, and operations without a result. */
final class Inputs {
    private Inputs() {}

    /** The operand as an operation takes it: with MXCSR.DAZ, a denormal is a zero. */
    static long daz(VectorState v, Format f, long x) { return (v.mxcsr & VectorState.DAZ) != 0 && f.denormal(x) ? x & f.sign : x; }

    static void denormals(VectorState v, Format f, long x, long y) {
        if (f.denormal(x) || f.denormal(y)) v.raised |= VectorState.DE;
    }

    static long invalid(VectorState v, Format f) {
        v.raised |= VectorState.IE;
        return f.indefinite;
    }

    /** The result where at least one operand is a NaN: the first NaN, made quiet. */
    static long nan(VectorState v, Format f, long x, long y) {
        if (f.signaling(x) || f.signaling(y)) v.raised |= VectorState.IE;
        return (f.nan(x) ? x : y) | f.quiet;
    }
}
