package hv.cpu.real;

import static hv.cpu.real.Extended.SIGN;

/**
 * Quotients.
 *
 * @sdm 2A "FDIV/FDIVP/FIDIV—Divide"
 */
public final class Division {
    private Division() {}

    /** x / y. */
    public static void divide(RealUnit u, int xe, long xm, int ye, long ym) {
        boolean normal = Extended.normal(xe, xm) && Extended.normal(ye, ym) && !u.denormalSource;
        if (!normal && (Nans.decide(u, xe, xm, ye, ym) || special(u, xe, xm, ye, ym))) return;
        int exponent = Extended.exponent(xe, xm) - Extended.exponent(ye, ym) + Extended.BIAS;
        finite(u, (xe ^ ye) & SIGN, exponent, Extended.normalized(xm), Extended.normalized(ym));
    }

    private static void finite(RealUnit u, int sign, int exponent, long a, long b) {
        boolean below = Long.compareUnsigned(a, b) < 0;
        long high = below ? a : a >>> 1, low = below ? 0 : a << 63;
        long quotient = WideDivision.quotient(high, low, b);
        u.round(sign, below ? exponent - 1 : exponent, quotient, fraction(low - quotient * b, b));
    }

    /**
     * The ratio of a remainder and its divisor, as a fraction of 64 bits. Exact are its highest bit, and whether it is 0.
     *
     * @param by has bit 63 set
     */
    static long fraction(long remainder, long by) {
        if (remainder == 0) return 0;
        int half = Long.compareUnsigned(remainder, by - remainder);
        return half < 0 ? 1 : half == 0 ? Long.MIN_VALUE : Long.MIN_VALUE | 1;
    }

    private static boolean special(RealUnit u, int xe, long xm, int ye, long ym) {
        int sign = (xe ^ ye) & SIGN;
        boolean xi = Extended.infinite(xe, xm), yi = Extended.infinite(ye, ym);
        if (xi && yi || xm == 0 && ym == 0) u.invalid();
        else if (ym == 0 && !xi) u.divideByZero(sign);
        else if (Denormals.stop(u, xe, xm, ye, ym)) return true;
        else if (xi) u.infinity(sign);
        else if (yi || xm == 0) u.zero(sign);
        else return false;
        return true;
    }
}
