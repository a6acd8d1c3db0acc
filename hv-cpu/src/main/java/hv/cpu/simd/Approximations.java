package hv.cpu.simd;

import hv.cpu.state.VectorState;

/**
 * RCPPS and RSQRTPS, within 1.5 * 2^-12 of the exact value. Intel's processors look at the first bits of an operand only, compute with the middle of
 * the interval of operands that have these bits, and round the result to 12 bits behind the point. This class does the same. No exception is raised.
 * Denormal operands count as zeros, and denormal results become zeros.
 *
 * @sdm 2B "RCPPS—Compute Reciprocals of Packed Single Precision Floating-Point Values", "RSQRTPS—Compute Reciprocals of Square Roots …"
 */
final class Approximations {
    private static final long SIGN = 1L << 31, INFINITY = 0x7F80_0000L, QUIET = 1L << 22, INDEFINITE = 0xFFC0_0000L;
    /**
     * The number of an operand's fraction bits that are ignored (for a reciprocal, for a root), and of a double's fraction bits that a result does
     * not have.
     */
    private static final int UNKNOWN = 12, UNKNOWN_TO_ROOT = 13, UNUSED = 40;

    private Approximations() {}

    static long reciprocal(VectorState v, long a, long b) {
        if (Singles.nan(b)) return b | QUIET;
        if ((b & INFINITY) == 0) return b & SIGN | INFINITY;
        return (b & INFINITY) == INFINITY ? b & SIGN : rounded(1 / middle(b, UNKNOWN));
    }

    static long reciprocalRoot(VectorState v, long a, long b) {
        if (Singles.nan(b)) return b | QUIET;
        if ((b & INFINITY) == 0) return b & SIGN | INFINITY;
        if ((b & SIGN) != 0) return INDEFINITE;
        return b == INFINITY ? 0 : rounded(1 / Math.sqrt(middle(b, UNKNOWN_TO_ROOT)));
    }

    private static double middle(long b, int unknown) { return Float.intBitsToFloat((int) b & -1 << unknown | 1 << unknown - 1); }

    private static long rounded(double value) {
        long bits = Double.doubleToRawLongBits(value) + (1L << UNUSED - 1) & -1L << UNUSED;
        float result = (float) Double.longBitsToDouble(bits);
        long single = Float.floatToRawIntBits(result) & 0xFFFF_FFFFL;
        return (single & INFINITY) == 0 ? single & SIGN : single;
    }
}
