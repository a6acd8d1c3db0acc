package hv.cpu.real;

import static hv.cpu.real.Extended.SIGN;
import static hv.cpu.state.X87State.C0;
import static hv.cpu.state.X87State.C1;
import static hv.cpu.state.X87State.C2;
import static hv.cpu.state.X87State.C3;

/**
 * Partial remainders.
 *
 * @sdm 2A "FPREM—Partial Remainder", "FPREM1—Partial Remainder"
 */
public final class Remainder {
    /** The difference of exponents from which on a reduction is done in steps. */
    private static final int COMPLETE = 64;

    /** The condition codes where there is no quotient: C0 and C3 stay. */
    public static final int UNDECIDED = -1;

    private Remainder() {}

    /** x - y * trunc(x / y), or a step on the way there. @return the condition codes: bits 2, 1 and 0 of the quotient in C0, C3 and C1; C2 if incomplete */
    public static int truncating(RealUnit u, int xe, long xm, int ye, long ym) { return remainder(u, xe, xm, ye, ym, false); }

    /** x - y * rint(x / y). */
    public static int nearest(RealUnit u, int xe, long xm, int ye, long ym) { return remainder(u, xe, xm, ye, ym, true); }

    private static int remainder(RealUnit u, int xe, long xm, int ye, long ym, boolean nearest) {
        if (Nans.decide(u, xe, xm, ye, ym) || undecided(u, xe, xm, ye, ym)) return UNDECIDED;
        if (xm == 0 || Extended.infinite(ye, ym)) {
            u.same(xe, xm);
            return 0;
        }
        int difference = Extended.exponent(xe, xm) - Extended.exponent(ye, ym);
        long a = Extended.normalized(xm), b = Extended.normalized(ym);
        if (difference >= COMPLETE) return partial(u, xe, xm, a, b, difference);
        return complete(u, xe & SIGN, Extended.exponent(ye, ym), a, b, difference, nearest, xe, xm);
    }

    private static boolean undecided(RealUnit u, int xe, long xm, int ye, long ym) {
        if (Extended.infinite(xe, xm) || ym == 0) {
            u.invalid();
            return true;
        }
        return Denormals.stop(u, xe, xm, ye, ym);
    }

    /** Reduces the difference of exponents by 32 to 63. */
    private static int partial(RealUnit u, int xe, long xm, long a, long b, int difference) {
        int step = 32 + (difference & 31);
        long rest = reduce(a, b, step, u);
        exact(u, xe & SIGN, Extended.exponent(xe, xm) - step, rest);
        return C2;
    }

    private static int complete(RealUnit u, int sign, int exponent, long a, long b, int difference, boolean nearest, int xe, long xm) {
        long rest = a, quotient = 0;
        if (difference >= 0) {
            rest = reduce(a, b, difference, u);
            quotient = u.significand;
        } else if (!nearest || difference < -1) {
            exact(u, sign, exponent + difference, a);
            return 0;
        }
        return nearest ? toNearest(u, sign, exponent, difference < 0 ? difference : 0, rest, b, quotient) : finish(u, sign, exponent, rest, quotient);
    }

    private static int finish(RealUnit u, int sign, int exponent, long rest, long quotient) {
        exact(u, sign, exponent, rest);
        return conditions(quotient);
    }

    /**
     * Ends a reduction to the nearest multiple, where the remainder may become negative.
     *
     * @param difference 0, or -1 where {@code rest} counts half units of the divisor's
     */
    private static int toNearest(RealUnit u, int sign, int exponent, int difference, long rest, long b, long quotient) {
        if (difference < 0) {
            // rest / 2 against b / 2: the quotient is 0 or 1
            if (Long.compareUnsigned(rest, b) <= 0) return finish(u, sign, exponent - 1, rest, 0);
            return finish(u, sign ^ SIGN, exponent - 1, b - (rest - b), 1);
        }
        long other = b - rest;
        int order = Long.compareUnsigned(rest, other);
        boolean up = order > 0 || order == 0 && (quotient & 1) != 0;
        return up ? finish(u, sign ^ SIGN, exponent, other, quotient + 1) : finish(u, sign, exponent, rest, quotient);
    }

    /** Computes a * 2^bits modulo b, and leaves the quotient's low 64 bits in the unit. */
    private static long reduce(long a, long b, int bits, RealUnit u) {
        long rest = a, quotient = 0;
        if (Long.compareUnsigned(rest, b) >= 0) {
            rest -= b;
            quotient = 1;
        }
        if (bits > 0) {
            long high = rest >>> 64 - bits, low = rest << bits;
            long more = WideDivision.quotient(high, low, b);
            rest = low - more * b;
            quotient = quotient << bits | more;
        }
        u.significand = quotient;
        return rest;
    }

    /** Sets a remainder, which needs no rounding but may be denormal. */
    private static void exact(RealUnit u, int sign, int exponent, long rest) {
        if (rest == 0) u.zero(sign);
        else u.round(Format.EXTENDED, sign, exponent - Long.numberOfLeadingZeros(rest), Extended.normalized(rest), 0);
    }

    private static int conditions(long quotient) {
        return ((quotient & 4) != 0 ? C0 : 0) | ((quotient & 2) != 0 ? C3 : 0) | ((quotient & 1) != 0 ? C1 : 0);
    }
}
