package hv.cpu.softfloat;

import hv.cpu.state.VectorState;

/**
 * The order of values: comparison, minimum and maximum.
 *
 * @sdm 2A "CMPPD—Compare Packed Double Precision Floating-Point Values"; 2B "MINPD—Return Minimum of Packed Double Precision Floating-Point Values"
 */
public final class Comparison {
    public static final int LESS = -1, EQUAL = 0, GREATER = 1, UNORDERED = 2;

    private Comparison() {}

    /** @param quiet whether a QNaN raises no invalid-operation exception */
    public static int compare(VectorState v, Format f, long a, long b, boolean quiet) {
        long x = Inputs.daz(v, f, a), y = Inputs.daz(v, f, b);
        if (f.nan(x) || f.nan(y)) {
            if (!quiet || f.signaling(x) || f.signaling(y)) v.raised |= VectorState.IE;
            return UNORDERED;
        }
        Inputs.denormals(v, f, x, y);
        if (f.zero(x) && f.zero(y)) return EQUAL;
        return Long.compare(ordinal(f, x), ordinal(f, y));
    }

    /** A number that grows with the value; it is 0 for both zeros. */
    private static long ordinal(Format f, long x) { return f.negative(x) ? -(x & ~f.sign) : x; }

    /** The smaller operand; the second one where both are zeros or one is a NaN. */
    public static long minimum(VectorState v, Format f, long a, long b) {
        return Inputs.daz(v, f, compare(v, f, a, b, false) == LESS ? a : b);
    }

    public static long maximum(VectorState v, Format f, long a, long b) {
        return Inputs.daz(v, f, compare(v, f, a, b, false) == GREATER ? a : b);
    }
}
