package hv.cpu.real;

import static hv.cpu.real.Extended.BIAS;
import static hv.cpu.real.Extended.SIGN;

/**
 * Scaling by a power of two, and extraction of the exponent.
 *
 * @sdm 2A "FSCALE—Scale", "FXTRACT—Extract Exponent and Significand"
 */
public final class Scaling {
    /** A scale beyond which a larger one makes no difference. */
    private static final int HUGE = 0x10000;

    private Scaling() {}

    /** x * 2^(y rounded toward zero). */
    public static void scale(RealUnit u, int xe, long xm, int ye, long ym) {
        if (Nans.decide(u, xe, xm, ye, ym)) return;
        boolean zero = xm == 0, infinite = Extended.infinite(xe, xm);
        if (Extended.infinite(ye, ym)) byInfinity(u, xe & SIGN, zero, infinite, (ye & SIGN) != 0, xe, xm);
        else if (!Denormals.stop(u, xe, xm, ye, ym)) {
            if (zero || infinite) u.result(xe, xm);
            else if (ym == 0) u.same(xe, xm);
            else finite(u, xe, xm, power(ye, ym));
        }
    }

    private static void byInfinity(RealUnit u, int sign, boolean zero, boolean infinite, boolean down, int xe, long xm) {
        if (down ? infinite : zero) u.invalid();
        else if (Denormals.stop(u, xe, xm)) return;
        else if (down) u.zero(sign);
        else u.infinity(sign);
    }

    private static int power(int e, long m) {
        int exponent = (e & Extended.MAX_EXPONENT) - BIAS;
        int power = exponent < 0 ? 0 : exponent > 15 ? HUGE : (int) (m >>> 63 - exponent);
        return (e & SIGN) != 0 ? -power : power;
    }

    private static void finite(RealUnit u, int e, long m, int power) {
        u.round(Format.EXTENDED, e & SIGN, Extended.exponent(e, m) + power, Extended.normalized(m), 0);
    }

    /** Leaves the significand, as a number from 1 up to 2, and the exponent as the second result. */
    public static void extract(RealUnit u, int e, long m) {
        if (Nans.decide(u, e, m)) u.second(u.exponent, u.significand);
        else if (m == 0) {
            u.divideByZero(SIGN);
            u.second(u.exponent, u.significand);
            u.zero(e & SIGN);
        } else if (Extended.infinite(e, m)) {
            u.infinity(0);
            u.second(u.exponent, u.significand);
            u.infinity(e & SIGN);
        } else if (!Denormals.stop(u, e, m)) {
            Conversions.fromInteger(u, Extended.exponent(e, m) - BIAS);
            u.second(u.exponent, u.significand);
            u.result(e & SIGN | BIAS, Extended.normalized(m));
        }
    }
}
