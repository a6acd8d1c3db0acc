package hv.cpu.real;

import static hv.cpu.real.Extended.SIGN;

/**
 * The angle of a point.
 *
 * @sdm 2A "FPATAN—Partial Arctangent"
 */
public final class Arctangent {
    private static final Precise PI = new Precise(0, 1, 0xC90F_DAA2_2168_C234L, 0xC4C6_628B_80DC_1CD1L), HALF_PI = PI.scaled(-1),
            QUARTER_PI = PI.scaled(-2), THREE_QUARTERS_PI = new Precise(0, 1, 0x96CB_E3F9_990E_91A7L, 0x9394_C9E8_A0A5_159CL);
    /** The tangent of pi / 8. From there on the angle's difference from pi / 4 is computed instead. */
    private static final Precise TANGENT = new Precise(0, -2, 0xD413_CCCF_E779_9211L, 0);
    private static final int TERMS = 52;

    private Arctangent() {}

    /** The arctangent of y / x in the quadrant that the signs tell. */
    public static void arctangent(RealUnit u, int xe, long xm, int ye, long ym) {
        if (Nans.decide(u, xe, xm, ye, ym) || Denormals.stop(u, xe, xm, ye, ym)) return;
        boolean left = (xe & SIGN) != 0, xInfinite = Extended.infinite(xe, xm), yInfinite = Extended.infinite(ye, ym);
        if (ym == 0) onAxis(u, ye & SIGN, left);
        else if (xInfinite && !yInfinite) onAxis(u, ye & SIGN, left);
        else if (yInfinite && !xInfinite) signed(ye & SIGN, HALF_PI).round(u);
        else signed(ye & SIGN, angle(Precise.of(xe, xm), Precise.of(ye, ym), left)).round(u);
    }

    private static void onAxis(RealUnit u, int sign, boolean left) {
        if (left) signed(sign, PI).round(u);
        else u.zero(sign);
    }

    private static Precise signed(int sign, Precise angle) { return sign == 0 ? angle : angle.negated(); }

    /** The angle, from 0 to pi. Two infinities count as equal. */
    private static Precise angle(Precise x, Precise y, boolean left) {
        if (x.zero()) return HALF_PI;
        int order = y.compareMagnitudes(x);
        if (order == 0) return left ? THREE_QUARTERS_PI : QUARTER_PI;
        if (order < 0) {
            Precise angle = arctangent(y.magnitude().dividedBy(x.magnitude()));
            return left ? PI.minus(angle) : angle;
        }
        Precise angle = arctangent(x.magnitude().dividedBy(y.magnitude()));
        return left ? HALF_PI.plus(angle) : HALF_PI.minus(angle);
    }

    /** @param tangent from 0 to 1 */
    private static Precise arctangent(Precise tangent) {
        if (tangent.compareMagnitudes(TANGENT) <= 0) return series(tangent);
        return QUARTER_PI.minus(series(Precise.ONE.minus(tangent).dividedBy(Precise.ONE.plus(tangent))));
    }

    private static Precise series(Precise tangent) {
        Precise square = tangent.times(tangent), sum = Precise.ZERO;
        for (int n = TERMS; n >= 0; n--) sum = Precise.ONE.dividedBy(2 * n + 1).minus(sum.times(square));
        return tangent.times(sum);
    }
}
