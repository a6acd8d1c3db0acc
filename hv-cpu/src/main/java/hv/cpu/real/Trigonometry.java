package hv.cpu.real;

import static hv.cpu.real.Extended.BIAS;

import hv.cpu.state.X87State;

/**
 * Sine, cosine and tangent of angles below 2^63, reduced with a pi of 66 bits.
 *
 * @sdm 1 "Approximation of Pi"; 2A "FSIN—Sine", "FCOS—Cosine", "FSINCOS—Sine and Cosine", "FPTAN—Partial Tangent"
 */
public final class Trigonometry {
    /** Pi, times 2^64. */
    private static final long PI_HIGH = 3, PI_LOW = 0x243F_6A88_85A3_08D3L;
    /** The exponent of the first angle that is out of range. */
    private static final int RANGE = BIAS + 63;
    /** The exponent from which on an angle differs from its sine by half a unit or more. */
    private static final int SMALL = BIAS - 33;
    private static final int TERMS = 17;

    private Trigonometry() {}

    /** An angle of at most pi / 4, and the number of times that pi / 2 has been subtracted. */
    private record Angle(Precise rest, int quadrant) {
        Precise sine() { return turned(quadrant); }
        Precise cosine() { return turned(quadrant + 1); }

        private Precise turned(int quadrants) {
            Precise value = (quadrants & 1) == 0 ? Trigonometry.sine(rest) : Trigonometry.cosine(rest);
            return (quadrants & 2) == 0 ? value : value.negated();
        }
    }

    /** Leaves the sine in the unit. @return C2 where the angle is out of range, else 0 */
    public static int sin(RealUnit u, int e, long m) {
        if (decided(u, e, m)) return outOfRange(e, m);
        if (m == 0) u.result(e, m);
        else if (small(e)) Precise.of(e, m).truncate(u);
        else reduce(e, m).sine().round(u);
        return 0;
    }

    public static int cos(RealUnit u, int e, long m) {
        if (decided(u, e, m)) return outOfRange(e, m);
        if (m == 0) u.result(BIAS, Extended.INTEGER_BIT);
        else reduce(e, m).cosine().round(u);
        return 0;
    }

    /** Leaves the cosine as the result, and the sine as the second result. */
    public static int sinAndCos(RealUnit u, int e, long m) {
        int codes = sin(u, e, m), raised = u.raised;
        u.second(u.exponent, u.significand);
        cos(u, e, m);
        u.raised |= raised;
        return codes;
    }

    /** Leaves 1 as the result, and the tangent as the second result. */
    public static int tan(RealUnit u, int e, long m) {
        if (decided(u, e, m)) {
            u.second(u.exponent, u.significand);
            return outOfRange(e, m);
        }
        if (m == 0) u.result(e, m);
        else if (small(e)) Precise.of(e, m).truncate(u);
        else {
            Angle angle = reduce(e, m);
            angle.sine().dividedBy(angle.cosine()).round(u);
        }
        u.second(u.exponent, u.significand);
        u.result(BIAS, Extended.INTEGER_BIT);
        return 0;
    }

    /** Whether sine and tangent are the angle itself, with a precision exception. */
    private static boolean small(int e) { return (e & Extended.MAX_EXPONENT) < SMALL; }

    private static int outOfRange(int e, long m) {
        int exponent = e & Extended.MAX_EXPONENT;
        return m < 0 && exponent >= RANGE && exponent < Extended.MAX_EXPONENT ? X87State.C2 : 0;
    }

    /** Handles NaNs, infinities and angles out of range. @return whether nothing remains to be done */
    private static boolean decided(RealUnit u, int e, long m) {
        if (Nans.decide(u, e, m)) return true;
        if (Extended.infinite(e, m)) u.invalid();
        else if (outOfRange(e, m) == 0) return Denormals.stop(u, e, m);
        return true;
    }

    private static Angle reduce(int e, long m) {
        Precise x = Precise.of(e, m);
        Angle positive = x.exponent() < -1 ? new Angle(x.magnitude(), 0) : divide(x.high(), x.exponent() + 65);
        return x.sign() == 0 ? positive : new Angle(positive.rest().negated(), -positive.quadrant());
    }

    /** Divides {@code m * 2^(bits - 63)}, in units of 2^-65, by pi / 2 of 66 bits, bit by bit, to the nearest multiple. */
    private static Angle divide(long m, int bits) {
        long high = 0, low = 0;
        int quotient = 0;
        for (int i = 0; i <= bits; i++) {
            high = high << 1 | low >>> 63;
            low = low << 1 | (i < 64 ? m >>> 63 - i & 1 : 0);
            quotient <<= 1;
            if (high < PI_HIGH || high == PI_HIGH && Long.compareUnsigned(low, PI_LOW) < 0) continue;
            high -= PI_HIGH + (Long.compareUnsigned(low, PI_LOW) < 0 ? 1 : 0);
            low -= PI_LOW;
            quotient |= 1;
        }
        return nearest(high, low, quotient);
    }

    private static Angle nearest(long high, long low, int quotient) {
        Precise rest = Precise.integer(0, -65, high, low), other = Precise.integer(0, -65, PI_HIGH, PI_LOW).minus(rest);
        return rest.compareMagnitudes(other) <= 0 ? new Angle(rest, quotient) : new Angle(other.negated(), quotient + 1);
    }

    /** x (1 - x²/(2·3) (1 - x²/(4·5) (…))) */
    private static Precise sine(Precise x) { return x.times(series(x.times(x), 1)); }

    /** 1 - x²/(1·2) (1 - x²/(3·4) (…)) */
    private static Precise cosine(Precise x) { return series(x.times(x), 0); }

    private static Precise series(Precise square, int first) {
        Precise sum = Precise.ONE;
        for (int n = 2 * TERMS + first; n > first; n -= 2) sum = Precise.ONE.minus(square.dividedBy(n * (n - 1)).times(sum));
        return sum;
    }
}
