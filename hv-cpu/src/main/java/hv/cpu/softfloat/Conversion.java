package hv.cpu.softfloat;

import hv.cpu.state.RoundingControl;
import hv.cpu.state.VectorState;

/**
 * Conversion between formats, to and from integers, and to integral values.
 *
 * @sdm 1 "SSE2 Conversion Instructions"; 2B "ROUNDPD—Round Packed Double Precision Floating-Point Values"
 */
public final class Conversion {
    private Conversion() {}

    public static long convert(VectorState v, Format from, Format to, long a) {
        long x = Inputs.daz(v, from, a);
        boolean negative = from.negative(x);
        if (from.nan(x)) {
            if (from.signaling(x)) v.raised |= VectorState.IE;
            long payload = (x & from.fraction) << Format.DOUBLE.fractionBits - from.fractionBits >>> Format.DOUBLE.fractionBits - to.fractionBits;
            return to.signed(negative, to.infinity | to.quiet | payload);
        }
        if (from.infinite(x)) return to.signed(negative, to.infinity);
        if (from.zero(x)) return to.signed(negative, 0);
        Inputs.denormals(v, from, x, x);
        return Rounding.round(v, to, negative, from.exponent(x), from.significand(x));
    }

    /** Converts a signed integer. */
    public static long fromInteger(VectorState v, Format f, long value) {
        return value == 0 ? 0 : fromMagnitude(v, f, value < 0, Math.abs(value));
    }

    /** @param magnitude unsigned, not 0 */
    private static long fromMagnitude(VectorState v, Format f, boolean negative, long magnitude) {
        int up = Long.numberOfLeadingZeros(magnitude) - 1;
        return Rounding.round(v, f, negative, Format.LEADING - up, up < 0 ? Rounding.shiftRight(magnitude, 1) : magnitude << up);
    }

    /**
     * Converts to a signed integer.
     *
     * @param bits 32 or 64
     * @return sign-extended; where the value does not fit, the least integer (the indefinite one)
     */
    public static long toInteger(VectorState v, Format f, long a, int bits, boolean truncate) {
        long x = Inputs.daz(v, f, a);
        if (f.zero(x)) return 0;
        boolean negative = f.negative(x);
        long least = -1L << bits - 1;
        if (f.nan(x) || f.infinite(x) || f.exponent(x) >= 64) return invalid(v, least);
        long magnitude = integral(f, x, truncate ? RoundingControl.TRUNCATE : Rounding.mode(v));
        boolean fits = Long.compareUnsigned(magnitude, -least) < 0 || negative && magnitude == -least;
        if (!fits) return invalid(v, least);
        if (fraction(f, x) != 0) v.raised |= VectorState.PE;
        return negative ? -magnitude : magnitude;
    }

    private static long invalid(VectorState v, long indefinite) {
        v.raised |= VectorState.IE;
        return indefinite;
    }

    /** Rounds to an integral value. @param immediate the control of ROUNDPS and its like */
    public static long round(VectorState v, Format f, long a, int immediate) {
        long x = Inputs.daz(v, f, a);
        if (f.nan(x)) return Inputs.nan(v, f, x, x);
        if (f.zero(x) || f.infinite(x) || f.exponent(x) >= f.fractionBits) return x;
        if (fraction(f, x) == 0) return x;
        boolean silent = (immediate & 8) != 0;
        if (!silent) v.raised |= VectorState.PE;
        long magnitude = integral(f, x, (immediate & 4) != 0 ? Rounding.mode(v) : immediate & 3);
        return magnitude == 0 ? x & f.sign : fromMagnitude(v, f, f.negative(x), magnitude);
    }

    /** The magnitude of a value below 2^64 as an integer, unsigned. */
    private static long integral(Format f, long x, int mode) {
        int point = Format.LEADING - f.exponent(x);
        long whole = point < 0 ? f.significand(x) << 1 : point > 63 ? 0 : f.significand(x) >>> point;
        long fraction = fraction(f, x);
        return fraction != 0 && RoundingControl.up(mode, f.negative(x), (whole & 1) != 0, fraction) ? whole + 1 : whole;
    }

    /** The part of a value behind the point, as a binary fraction that starts with bit 63. */
    private static long fraction(Format f, long x) {
        int point = Format.LEADING - f.exponent(x);
        if (point <= 0) return 0;
        return point > 63 ? 1 : f.significand(x) << 64 - point;
    }
}
