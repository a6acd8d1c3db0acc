package hv.cpu.real;

import static hv.cpu.real.Extended.SIGN;

import hv.cpu.state.RoundingControl;

/**
 * Sums and differences.
 *
 * @sdm 2A "FADD/FADDP/FIADD—Add", "FSUB/FSUBP/FISUB—Subtract"
 */
public final class Addition {
    private Addition() {}

    public static void add(RealUnit u, int xe, long xm, int ye, long ym) { sum(u, xe, xm, ye, ym, 0); }

    /** x - y. */
    public static void subtract(RealUnit u, int xe, long xm, int ye, long ym) { sum(u, xe, xm, ye, ym, SIGN); }

    private static void sum(RealUnit u, int xe, long xm, int ye, long ym, int flip) {
        boolean normal = Extended.normal(xe, xm) && Extended.normal(ye, ym) && !u.denormalSource;
        if (!normal && (Nans.decide(u, xe, xm, ye, ym) || special(u, xe, xm, ye ^ flip, ym))) return;
        finite(u, xe, xm, ye ^ flip, ym);
    }

    /** Handles denormals, infinities and zeros. @return whether nothing remains to be done */
    private static boolean special(RealUnit u, int xe, long xm, int ye, long ym) {
        boolean xi = Extended.infinite(xe, xm), yi = Extended.infinite(ye, ym);
        if (xi && yi && xe != ye) {
            u.invalid();
            return true;
        }
        if (Denormals.stop(u, xe, xm, ye, ym)) return true;
        if (xi || yi) u.infinity((xi ? xe : ye) & SIGN);
        else return zeros(u, xe, xm, ye, ym);
        return true;
    }

    private static boolean zeros(RealUnit u, int xe, long xm, int ye, long ym) {
        boolean xz = xm == 0, yz = ym == 0;
        if (xz && yz) u.zero(xe == ye ? xe & SIGN : cancelled(u));
        else if (xz) u.round(ye & SIGN, Extended.exponent(ye, ym), Extended.normalized(ym), 0);
        else if (yz) u.round(xe & SIGN, Extended.exponent(xe, xm), Extended.normalized(xm), 0);
        return xz || yz;
    }

    /** The sign of x - x. */
    private static int cancelled(RealUnit u) { return u.rounding == RoundingControl.DOWN ? SIGN : 0; }

    private static void finite(RealUnit u, int xe, long xm, int ye, long ym) {
        int x = Extended.exponent(xe, xm), y = Extended.exponent(ye, ym);
        long a = Extended.normalized(xm), b = Extended.normalized(ym);
        boolean swap = x < y || x == y && Long.compareUnsigned(a, b) < 0;
        if (((xe ^ ye) & SIGN) == 0) magnitudes(u, xe & SIGN, swap ? y : x, swap ? b : a, swap ? a : b, Math.abs(x - y));
        else difference(u, (swap ? ye : xe) & SIGN, swap ? y : x, swap ? b : a, swap ? a : b, Math.abs(x - y));
    }

    /** @param right how far the smaller significand must be shifted right */
    private static void magnitudes(RealUnit u, int sign, int exponent, long larger, long smaller, int right) {
        long addend = right == 0 ? smaller : Wide.shiftedHigh(smaller, right);
        long low = right == 0 ? 0 : Wide.shiftedLow(smaller, 0, right);
        long high = larger + addend;
        boolean carry = Long.compareUnsigned(high, larger) < 0;
        if (carry) u.round(sign, exponent + 1, high >>> 1 | Extended.INTEGER_BIT, high << 63 | low >>> 1 | low & 1);
        else u.round(sign, exponent, high, low);
    }

    private static void difference(RealUnit u, int sign, int exponent, long larger, long smaller, int right) {
        long subtrahend = right == 0 ? smaller : Wide.shiftedHigh(smaller, right);
        long low = right == 0 ? 0 : -Wide.shiftedLow(smaller, 0, right);
        long high = larger - subtrahend - (low == 0 ? 0 : 1);
        if ((high | low) == 0) {
            u.zero(cancelled(u));
            return;
        }
        int left = high == 0 ? 64 + Long.numberOfLeadingZeros(low) : Long.numberOfLeadingZeros(high);
        if (left >= 64) u.round(sign, exponent - left, low << left, 0);
        else if (left == 0) u.round(sign, exponent, high, low);
        else u.round(sign, exponent - left, high << left | low >>> 64 - left, low << left);
    }
}
