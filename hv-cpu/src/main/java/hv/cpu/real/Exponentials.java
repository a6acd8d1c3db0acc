package hv.cpu.real;

import static hv.cpu.real.Extended.BIAS;
import static hv.cpu.real.Extended.SIGN;

import hv.cpu.state.X87State;

/**
 * 2^x - 1 and logarithms to base 2.
 *
 * @sdm 2A "F2XM1—Compute 2^x-1"; 2A "FYL2X—Compute y * log2x", "FYL2XP1—Compute y * log2(x+1)"
 */
public final class Exponentials {
    private static final Precise LN_2 = new Precise(0, -1, 0xB172_17F7_D1CF_79ABL, 0xC9E3_B398_03F2_F6AFL);
    private static final Precise LOG2_E = new Precise(0, 0, 0xB8AA_3B29_5C17_F0BBL, 0xBE87_FED0_691D_3E88L);
    /** The number of terms of the series that give 120 bits. */
    private static final int EXPONENTIAL_TERMS = 33, LOGARITHM_TERMS = 26;
    /** The square root of 2. */
    private static final long ROOT_2 = 0xB504_F333_F9DE_6484L;

    private Exponentials() {}

    public static void exponential(RealUnit u, int e, long m) {
        if (Nans.decide(u, e, m)) return;
        boolean infinite = Extended.infinite(e, m);
        if (infinite && (e & SIGN) != 0) u.result(SIGN | BIAS, m);
        else if (infinite || m == 0) u.result(e, m);
        else if (!Denormals.stop(u, e, m)) finite(u, e, m);
    }

    private static void finite(RealUnit u, int e, long m) {
        if ((e & Extended.MAX_EXPONENT) < BIAS) expm1(Precise.of(e, m).times(LN_2)).round(u);
        else if (e == (SIGN | BIAS) && m == Extended.INTEGER_BIT) imprecise(u, SIGN | BIAS - 1, m);
        else imprecise(u, e, m);
    }

    /**
     * Raises the precision exception for 2^1 - 1 and 2^-1 - 1, which are exact: processors raise it, too. Where the manual does not define a result,
     * x is the result.
     */
    private static void imprecise(RealUnit u, int e, long m) {
        u.raised |= X87State.PE;
        u.result(e, m);
    }

    /** The exponential series without its first term, 1. */
    private static Precise expm1(Precise y) {
        Precise sum = Precise.ONE;
        for (int n = EXPONENTIAL_TERMS; n > 1; n--) sum = Precise.ONE.plus(y.dividedBy(n).times(sum));
        return y.times(sum);
    }

    /** y * log2(x). */
    public static void logarithm(RealUnit u, int xe, long xm, int ye, long ym) {
        if (Nans.decide(u, xe, xm, ye, ym)) return;
        if (xm == 0) ofZero(u, ye, ym);
        else if ((xe & SIGN) != 0) u.invalid();
        else if (!Denormals.stop(u, xe, xm, ye, ym)) positive(u, xe, xm, ye, ym);
    }

    /** The logarithm of 0, which is minus infinity. */
    private static void ofZero(RealUnit u, int ye, long ym) {
        int sign = ~ye & SIGN;
        if (ym == 0) u.invalid();
        else if (Extended.infinite(ye, ym)) u.infinity(sign);
        else u.divideByZero(sign);
    }

    private static void positive(RealUnit u, int xe, long xm, int ye, long ym) {
        boolean infinite = Extended.infinite(xe, xm), one = xe == BIAS && xm == Extended.INTEGER_BIT;
        int sign = ye & SIGN ^ (xe < BIAS ? SIGN : 0);
        if (Extended.infinite(ye, ym)) product(u, sign, one);
        else if (infinite) product(u, sign, ym == 0);
        else if (one || ym == 0) u.zero(sign);
        else log2(xe, xm, u, Precise.of(ye, ym));
    }

    /** The product of an infinity and a factor that may be 0. */
    private static void product(RealUnit u, int sign, boolean zero) {
        if (zero) u.invalid();
        else u.infinity(sign);
    }

    private static void log2(int xe, long xm, RealUnit u, Precise y) {
        Precise x = Precise.of(xe, xm);
        boolean upper = Long.compareUnsigned(x.high(), ROOT_2) > 0;
        int whole = x.exponent() + (upper ? 1 : 0);
        Precise fraction = new Precise(0, upper ? -1 : 0, x.high(), 0);
        if (x.high() == Extended.INTEGER_BIT) power(u, whole, y);
        else whole(whole).plus(log2(fraction.minus(Precise.ONE), fraction.plus(Precise.ONE))).times(y).round(u);
    }

    /** The logarithm of a power of two. Its result may be exact; processors raise the precision exception in any case. */
    private static void power(RealUnit u, int whole, Precise y) {
        Precise result = whole(whole).times(y);
        if (result.low() == 0) result.truncate(u);
        else result.round(u);
    }

    private static Precise whole(int value) { return Precise.integer(value < 0 ? SIGN : 0, 0, 0, Math.abs(value)); }

    /** log2((1 + s) / (1 - s)) for s = below / above. */
    private static Precise log2(Precise below, Precise above) {
        Precise s = below.dividedBy(above), square = s.times(s), sum = Precise.ZERO;
        for (int n = LOGARITHM_TERMS; n >= 0; n--) sum = sum.times(square).plus(Precise.ONE.dividedBy(2 * n + 1));
        return s.times(sum).scaled(1).times(LOG2_E);
    }

    /** y * log2(1 + x). */
    public static void logarithmOfSum(RealUnit u, int xe, long xm, int ye, long ym) {
        if (Nans.decide(u, xe, xm, ye, ym)) return;
        boolean infinite = Extended.infinite(xe, xm);
        if (infinite && ((xe & SIGN) != 0 || ym == 0) || xm == 0 && Extended.infinite(ye, ym)) u.invalid();
        else if (Denormals.stop(u, xe, xm, ye, ym)) return;
        else if (infinite || Extended.infinite(ye, ym)) u.infinity((xe ^ ye) & SIGN);
        else if (xm == 0 || ym == 0) u.zero((xe ^ ye) & SIGN);
        else if ((xe & SIGN) != 0 && (xe & Extended.MAX_EXPONENT) >= BIAS) imprecise(u, xe, xm);
        else sum(Precise.of(xe, xm)).times(Precise.of(ye, ym)).round(u);
    }

    private static Precise sum(Precise x) {
        if (x.exponent() < -1) return log2(x, x.plus(Precise.ONE.scaled(1)));
        Precise sum = Precise.ONE.plus(x);
        boolean upper = Long.compareUnsigned(sum.high(), ROOT_2) > 0;
        Precise fraction = new Precise(0, upper ? -1 : 0, sum.high(), sum.low());
        return whole(sum.exponent() + (upper ? 1 : 0)).plus(log2(fraction.minus(Precise.ONE), fraction.plus(Precise.ONE)));
    }
}
