package hv.cpu.real;

import static hv.cpu.real.Extended.SIGN;

/**
 * Packed binary-coded decimals: 18 digits in 9 bytes, and a byte with the sign.
 *
 * @sdm 1 "BCD and Packed BCD Integers"
 */
public final class Decimal {
    /** Upper word and lower words of the packed BCD indefinite. */
    public static final int INDEFINITE_TOP = 0xFFFF;
    public static final long INDEFINITE_LOW = 0xC000_0000_0000_0000L;
    private static final int DIGITS = 16;

    private Decimal() {}

    /**
     * @param low the digits of the lower 8 bytes
     * @param top two digits and the sign
     */
    public static void load(RealUnit u, long low, int top) {
        long value = (top >>> 4 & 0xF) * 10 + (top & 0xF);
        for (int shift = 60; shift >= 0; shift -= 4) value = value * 10 + (low >>> shift & 0xF);
        Conversions.fromInteger(u, value);
        u.exponent |= top & SIGN;
    }

    /** Leaves the lower 8 bytes in the significand and the upper 2 in the exponent. */
    public static void store(RealUnit u, int e, long m) {
        if (!Integers.toDecimal(u, e, m)) {
            u.result(INDEFINITE_TOP, INDEFINITE_LOW);
            return;
        }
        long rest = u.significand, low = 0;
        for (int digit = 0; digit < DIGITS; digit++, rest /= 10) low |= rest % 10 << 4 * digit;
        u.result(u.exponent & SIGN | (int) (rest / 10 << 4 | rest % 10), low);
    }
}
