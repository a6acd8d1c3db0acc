package hv.cpu.real;

import static hv.cpu.real.Extended.SIGN;

/**
 * Products.
 *
 * @sdm 2A "FMUL/FMULP/FIMUL—Multiply"
 */
public final class Multiplication {
    private Multiplication() {}

    public static void multiply(RealUnit u, int xe, long xm, int ye, long ym) {
        boolean normal = Extended.normal(xe, xm) && Extended.normal(ye, ym) && !u.denormalSource;
        if (!normal && (Nans.decide(u, xe, xm, ye, ym) || special(u, xe, xm, ye, ym))) return;
        int exponent = Extended.exponent(xe, xm) + Extended.exponent(ye, ym) - Extended.BIAS;
        long a = Extended.normalized(xm), b = Extended.normalized(ym);
        long high = Math.unsignedMultiplyHigh(a, b), low = a * b;
        if (high < 0) u.round((xe ^ ye) & SIGN, exponent + 1, high, low);
        else u.round((xe ^ ye) & SIGN, exponent, high << 1 | low >>> 63, low << 1);
    }

    private static boolean special(RealUnit u, int xe, long xm, int ye, long ym) {
        boolean infinite = Extended.infinite(xe, xm) || Extended.infinite(ye, ym), zero = xm == 0 || ym == 0;
        if (infinite && zero) {
            u.invalid();
            return true;
        }
        if (Denormals.stop(u, xe, xm, ye, ym)) return true;
        if (infinite) u.infinity((xe ^ ye) & SIGN);
        else if (zero) u.zero((xe ^ ye) & SIGN);
        return infinite || zero;
    }
}
