package hv.cpu.real;

import static hv.cpu.real.Extended.BIAS;
import static hv.cpu.real.Extended.INTEGER_BIT;
import static hv.cpu.real.Extended.SIGN;

import hv.cpu.state.X87State;

/**
 * Conversions between the double extended-precision format and the shorter ones.
 *
 * @sdm 1 "Floating-Point Data Types"; 2A "FLD—Load Floating-Point Value", "FST/FSTP—Store Floating-Point Value"
 */
public final class Conversions {
    private static final int SINGLE_EXPONENTS = 0xFF, DOUBLE_EXPONENTS = 0x7FF;

    private Conversions() {}

    /** Takes a single as an operand, without an exception yet. @param bits the low 32 count */
    public static void fromSingle(RealUnit u, long bits) {
        widen(u, (int) bits >>> 16 & SIGN, (int) (bits >>> 23) & SINGLE_EXPONENTS, bits << 41 >>> 1, SINGLE_EXPONENTS);
    }

    /** Takes a double as an operand, without an exception yet. */
    public static void fromDouble(RealUnit u, long bits) {
        widen(u, (int) (bits >>> 48) & SIGN, (int) (bits >>> 52) & DOUBLE_EXPONENTS, bits << 12 >>> 1, DOUBLE_EXPONENTS);
    }

    /**
     * @param fraction the bits below the integer bit
     * @param most     the exponent of infinities and NaNs
     */
    private static void widen(RealUnit u, int sign, int exponent, long fraction, int most) {
        if (exponent == 0 && fraction != 0) {
            int shift = Long.numberOfLeadingZeros(fraction);
            u.denormalSource = true;
            u.result(sign | BIAS - (most >> 1) + 1 - shift, fraction << shift);
        } else if (exponent == 0) u.zero(sign);
        else u.result(sign | (exponent == most ? Extended.MAX_EXPONENT : exponent + BIAS - (most >> 1)), fraction | INTEGER_BIT);
    }

    /** Completes a load of an operand from {@link #fromSingle} or {@link #fromDouble}: raises its exceptions, and makes a NaN quiet. */
    public static void load(RealUnit u) {
        if (Extended.signaling(u.exponent, u.significand)) {
            u.raised |= X87State.IE;
            u.significand |= Extended.QUIET;
        } else if (u.denormalSource) u.denormal();
    }

    public static void fromInteger(RealUnit u, long value) {
        int sign = value < 0 ? SIGN : 0;
        long magnitude = Math.abs(value);
        if (value == 0) u.zero(0);
        else u.result(sign | BIAS + 63 - Long.numberOfLeadingZeros(magnitude), Extended.normalized(magnitude));
    }

    /** Leaves the bits of a single in the unit's significand. */
    public static void toSingle(RealUnit u, int e, long m) {
        narrow(u, e, m, Format.SINGLE);
        u.significand = pack(u, Format.SINGLE, SINGLE_EXPONENTS) | (long) (u.exponent & SIGN) << 16;
    }

    /** Leaves the bits of a double in the unit's significand. */
    public static void toDouble(RealUnit u, int e, long m) {
        narrow(u, e, m, Format.DOUBLE);
        u.significand = pack(u, Format.DOUBLE, DOUBLE_EXPONENTS) | (long) (u.exponent & SIGN) << 48;
    }

    private static void narrow(RealUnit u, int e, long m, Format f) {
        if (Nans.decide(u, e, m)) return;
        if (m == 0 || Extended.infinite(e, m)) u.result(e, m);
        else u.round(f, e & SIGN, Extended.exponent(e, m), Extended.normalized(m), 0);
    }

    /** Packs exponent and fraction of a rounded result, without the sign. */
    private static long pack(RealUnit u, Format f, int most) {
        int e = u.exponent & Extended.MAX_EXPONENT;
        long fraction = (u.significand & ~INTEGER_BIT) >>> 64 - f.bits();
        long exponent = u.significand >= 0 ? 0 : e == Extended.MAX_EXPONENT ? most : e - BIAS + (most >> 1);
        return exponent << f.bits() - 1 | fraction;
    }
}
