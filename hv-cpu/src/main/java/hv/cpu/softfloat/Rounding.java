package hv.cpu.softfloat;

import static hv.cpu.state.RoundingControl.DOWN;
import static hv.cpu.state.RoundingControl.NEAREST;
import static hv.cpu.state.RoundingControl.UP;

import hv.cpu.state.VectorState;

/**
 * Rounding an exact result to a format, with overflow and underflow.
 *
 * @sdm 1 "Rounding"; 1 "Numeric Overflow Exception (#O)"; 1 "Numeric Underflow Exception (#U)"
 */
final class Rounding {
    /** The bit above the leading 1: a significand that reaches it has been rounded up to 2. */
    private static final long CARRY = 1L << Format.LEADING + 1;

    private Rounding() {}

    /** The rounding mode, MXCSR.RC. */
    static int mode(VectorState v) { return v.mxcsr >> 13 & 3; }

    /**
     * Rounds 1.f * 2^exponent.
     *
     * @param significand has its leading 1 at bit {@link Format#LEADING}; bit 0 is set also where any lower bit of the exact result was
     */
    static long round(VectorState v, Format f, boolean negative, int exponent, long significand) {
        int biased = exponent + f.bias;
        int unused = Format.LEADING - f.fractionBits;
        long increment = increment(mode(v), negative, unused);
        if (biased <= 0 && (biased < 0 || Long.compareUnsigned(significand + increment, CARRY) < 0)) return tiny(v, f, negative, biased, significand);
        return biased <= 0 ? denormalised(v, f, negative, biased, significand) : pack(v, f, negative, biased, significand);
    }

    /** The number to add to a significand before its unused bits are cut off. */
    private static long increment(int mode, boolean negative, int unused) {
        if (mode == NEAREST) return 1L << unused - 1;
        return mode == (negative ? DOWN : UP) ? (1L << unused) - 1 : 0;
    }

    /** Rounds a result that is less than the smallest normal number, also after rounding. */
    private static long tiny(VectorState v, Format f, boolean negative, int biased, long significand) {
        boolean masked = (v.mxcsr & VectorState.UM) != 0;
        if (masked && (v.mxcsr & VectorState.FTZ) != 0) {
            v.raised |= VectorState.UE | VectorState.PE;
            return f.signed(negative, 0);
        }
        if (!masked) return trapped(v, f, negative, significand);
        long shifted = shiftRight(significand, 1 - biased);
        boolean inexact = (shifted & (1L << Format.LEADING - f.fractionBits) - 1) != 0;
        if (inexact) v.raised |= VectorState.UE;
        return cut(v, f, negative, 0, shifted);
    }

    /**
     * The result of an unmasked underflow. Software does not get it; it decides only whether the result is inexact, which does not depend on the
     * exponent.
     */
    private static long trapped(VectorState v, Format f, boolean negative, long significand) {
        v.raised |= VectorState.UE;
        return cut(v, f, negative, 0, significand);
    }

    /** Rounds a result below the smallest normal number that becomes the smallest normal number. */
    private static long denormalised(VectorState v, Format f, boolean negative, int biased, long significand) {
        return cut(v, f, negative, 0, shiftRight(significand, 1 - biased));
    }

    private static long pack(VectorState v, Format f, boolean negative, int biased, long significand) {
        long magnitude = cut(v, f, negative, biased - 1, significand) & ~f.sign;
        return magnitude < f.infinity && biased - 1 < 2 * f.bias ? f.signed(negative, magnitude) : overflow(v, f, negative);
    }

    /** Packs a result, with the hidden 1 added to the exponent, so that a carry out of the significand increments the exponent. */
    private static long cut(VectorState v, Format f, boolean negative, int exponent, long significand) {
        int unused = Format.LEADING - f.fractionBits;
        int mode = mode(v);
        long rest = significand & (1L << unused) - 1;
        if (rest != 0) v.raised |= VectorState.PE;
        long kept = significand + increment(mode, negative, unused) >>> unused;
        if (mode == NEAREST && rest == 1L << unused - 1) kept &= ~1;
        return f.signed(negative, ((long) exponent << f.fractionBits) + kept);
    }

    private static long overflow(VectorState v, Format f, boolean negative) {
        boolean masked = (v.mxcsr & VectorState.OM) != 0;
        v.raised |= masked ? VectorState.OE | VectorState.PE : VectorState.OE;
        int mode = mode(v);
        boolean infinite = mode == NEAREST || mode == (negative ? DOWN : UP);
        return f.signed(negative, infinite ? f.infinity : f.infinity - 1);
    }

    /** Shifts right by any distance; bit 0 is set if any bit that is shifted out was. */
    static long shiftRight(long significand, int distance) {
        if (distance > 63) return significand != 0 ? 1 : 0;
        return significand >>> distance | ((significand & (1L << distance) - 1) != 0 ? 1 : 0);
    }
}
