package hv.cpu.real;

import static hv.cpu.real.Extended.BIAS;
import static hv.cpu.real.Extended.SIGN;

import hv.cpu.state.X87State;

/**
 * Rounding to integers.
 *
 * @sdm 2A "FIST/FISTP—Store Integer", "FRNDINT—Round to Integer", "FBSTP—Store BCD Integer and Pop"
 */
public final class Integers {
    /** The exponent from which on every number is an integer. */
    private static final int WHOLE = BIAS + 63;
    private static final long LARGEST_DECIMAL = 999_999_999_999_999_999L;

    private Integers() {}

    /** Leaves a two's complement integer in the significand; the integer indefinite where the value does not fit. @param bits 16, 32 or 64 */
    public static void toInteger(RealUnit u, int e, long m, int bits) {
        long limit = 1L << bits - 1;
        boolean negative = (e & SIGN) != 0;
        long magnitude = magnitude(u, e, m);
        if (isInvalid(u) || Long.compareUnsigned(magnitude, limit) > (negative ? 0 : -1)) {
            invalid(u);
            u.significand = -limit;
        } else u.significand = negative ? -magnitude : magnitude;
    }

    /** Leaves an integer of 18 digits in the significand and its sign in the exponent. @return whether the value fits */
    public static boolean toDecimal(RealUnit u, int e, long m) {
        long magnitude = magnitude(u, e, m);
        boolean fits = !isInvalid(u) && Long.compareUnsigned(magnitude, LARGEST_DECIMAL) <= 0;
        if (fits) u.result(e & SIGN, magnitude);
        else invalid(u);
        return fits;
    }

    /** Raises the invalid-operation exception, in place of the precision exception. */
    private static void invalid(RealUnit u) { u.raised = u.raised & ~(X87State.PE | X87State.C1) | X87State.IE; }

    private static boolean isInvalid(RealUnit u) { return (u.raised & X87State.IE) != 0; }

    /** The rounded magnitude; the invalid-operation exception where it does not fit into 64 bits. */
    private static long magnitude(RealUnit u, int e, long m) {
        int exponent = e & Extended.MAX_EXPONENT;
        if (exponent > WHOLE || Extended.unsupported(e, m)) {
            invalid(u);
            return 0;
        }
        if (exponent == WHOLE || m == 0) return m;
        int right = WHOLE - exponent;
        return rounded(u, e & SIGN, Wide.shiftedHigh(m, right), Wide.shiftedLow(m, 0, right));
    }

    private static long rounded(RealUnit u, int sign, long whole, long rest) {
        if (rest == 0) return whole;
        boolean up = u.up(sign, (whole & 1) != 0, rest);
        u.raised |= X87State.PE | (up ? X87State.C1 : 0);
        return up ? whole + 1 : whole;
    }

    /** Rounds to an integer that stays a real number. */
    public static void round(RealUnit u, int e, long m) {
        if (Nans.decide(u, e, m) || Denormals.stop(u, e, m)) return;
        if (m == 0 || (e & Extended.MAX_EXPONENT) >= WHOLE) {
            u.result(e, m);
            return;
        }
        long whole = magnitude(u, e, m);
        if (whole == 0) u.zero(e & SIGN);
        else u.result(e & SIGN | WHOLE - Long.numberOfLeadingZeros(whole), Extended.normalized(whole));
    }
}
