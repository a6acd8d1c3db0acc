package hv.cpu.real;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.cpu.state.X87State;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import org.junit.jupiter.api.Test;

/** The transcendental functions against series of 60 digits: never off by a unit in the last place or more. */
class TranscendentalTests {
    private static final int CASES = 300;
    private static final MathContext DIGITS = new MathContext(60);
    private static final BigDecimal PI = new BigDecimal("3.14159265358979323846264338327950288419716939937510582097494459230781640628620899");
    private static final BigDecimal LN_2 = new BigDecimal("0.693147180559945309417232121458176568075500134360255254120680009493393621969694716");
    /** The manual's pi, of 66 bits. */
    private static final BigDecimal SHORT_PI = new BigDecimal(new BigInteger("3243F6A8885A308D3", 16)).divide(BigDecimal.TWO.pow(64));

    private final RealUnit u = new RealUnit();
    private final SpecialReals x = new SpecialReals(1), y = new SpecialReals(2);

    private static BigDecimal value(int e, long m) {
        int power = Math.max(e & Extended.MAX_EXPONENT, 1) - Extended.BIAS - 63;
        var magnitude = new BigDecimal(new BigInteger(Long.toUnsignedString(m)));
        var value = magnitude.multiply(BigDecimal.TWO.pow(power, new MathContext(80)), new MathContext(80));
        return (e & Extended.SIGN) != 0 ? value.negate() : value;
    }

    /** The result in the unit is less than one unit in its last place away. */
    private void assertNear(BigDecimal exact, int e, long m, Object of) {
        var error = value(e, m).subtract(exact).abs();
        var unit = value(e & Extended.MAX_EXPONENT, m).divide(BigDecimal.TWO.pow(63), DIGITS);
        if ((e & Extended.MAX_EXPONENT) == 0) unit = value(1, 1);
        assertTrue(error.compareTo(unit) <= 0, () -> of + ": " + value(e, m).round(DIGITS) + " but exactly " + exact.round(DIGITS));
    }

    /** Moderate in size: exponent from {@code least} up to {@code most}, not biased. */
    private SpecialReals moderate(SpecialReals x, int least, int most) {
        x.next();
        x.exponent = x.exponent & Extended.SIGN | Extended.BIAS + least + x.below(most - least + 1);
        x.significand |= Extended.INTEGER_BIT;
        return x;
    }

    private String text(SpecialReals x) { return "%04x:%016x".formatted(x.exponent, x.significand); }

    private static BigDecimal exp(BigDecimal y) {
        var sum = BigDecimal.ZERO;
        var term = BigDecimal.ONE;
        for (int n = 1; n < 80; n++) {
            term = term.multiply(y, DIGITS).divide(BigDecimal.valueOf(n), DIGITS);
            sum = sum.add(term, DIGITS);
        }
        return sum;
    }

    @Test void powersOfTwoLessOne() {
        for (int i = 0; i < CASES; i++) {
            moderate(x, -66, -1);
            Exponentials.exponential(u.begin(0x37F), x.exponent, x.significand);
            assertNear(exp(value(x.exponent, x.significand).multiply(LN_2, DIGITS)), u.exponent, u.significand, text(x));
        }
    }

    /** 2 artanh((x - 1) / (x + 1)), for x from 1/2 to 2. */
    private static BigDecimal ln(BigDecimal x) {
        var s = x.subtract(BigDecimal.ONE).divide(x.add(BigDecimal.ONE), DIGITS);
        var square = s.multiply(s, DIGITS);
        var sum = BigDecimal.ZERO;
        var power = s;
        for (int n = 1; n < 160; n += 2) {
            sum = sum.add(power.divide(BigDecimal.valueOf(n), DIGITS), DIGITS);
            power = power.multiply(square, DIGITS);
        }
        return sum.multiply(BigDecimal.TWO);
    }

    private static BigDecimal log2(int e, long m) {
        int whole = (e & Extended.MAX_EXPONENT) - Extended.BIAS;
        var fraction = value(Extended.BIAS, m);
        if (fraction.compareTo(new BigDecimal("1.4")) > 0) {
            fraction = fraction.divide(BigDecimal.TWO);
            whole++;
        }
        return ln(fraction).divide(LN_2, DIGITS).add(BigDecimal.valueOf(whole), DIGITS);
    }

    @Test void logarithms() {
        for (int i = 0; i < CASES; i++) {
            moderate(x, i % 3 == 0 ? -1 : -16000, i % 3 == 0 ? 0 : 16000).exponent &= Extended.MAX_EXPONENT;
            moderate(y, -20, 20);
            Exponentials.logarithm(u.begin(0x37F), x.exponent, x.significand, y.exponent, y.significand);
            if (u.significand == 0) continue;
            assertNear(log2(x.exponent, x.significand).multiply(value(y.exponent, y.significand), DIGITS), u.exponent, u.significand, text(x) + " " + text(y));
        }
    }

    @Test void logarithmsNearOne() {
        for (int i = 0; i < CASES; i++) {
            moderate(x, -70, -3);
            moderate(y, -20, 20);
            Exponentials.logarithmOfSum(u.begin(0x37F), x.exponent, x.significand, y.exponent, y.significand);
            var exact = ln(value(x.exponent, x.significand).add(BigDecimal.ONE)).divide(LN_2, DIGITS).multiply(value(y.exponent, y.significand), DIGITS);
            assertNear(small(x) ? series(x).multiply(value(y.exponent, y.significand), DIGITS) : exact, u.exponent, u.significand, text(x) + " " + text(y));
        }
    }

    private static boolean small(SpecialReals x) { return (x.exponent & Extended.MAX_EXPONENT) < Extended.BIAS - 20; }

    /** log2(1 + x) for small x, without losing digits to the 1. */
    private static BigDecimal series(SpecialReals x) {
        var value = value(x.exponent, x.significand);
        var s = value.divide(value.add(BigDecimal.TWO), DIGITS);
        var cube = s.pow(3, DIGITS).divide(BigDecimal.valueOf(3), DIGITS);
        return s.add(cube, DIGITS).add(s.pow(5, DIGITS).divide(BigDecimal.valueOf(5), DIGITS), DIGITS).multiply(BigDecimal.TWO).divide(LN_2, DIGITS);
    }

    /** The remainder by a quarter turn of the short pi, and which quarter it is. */
    private static BigDecimal sine(BigDecimal angle, int turn) {
        var quarter = SHORT_PI.divide(BigDecimal.TWO);
        var quarters = angle.divideToIntegralValue(quarter);
        var rest = angle.subtract(quarters.multiply(quarter));
        int which = quarters.toBigInteger().intValue() + turn & 3;
        var value = (which & 1) == 0 ? sineSeries(rest, 1) : sineSeries(rest, 0);
        return (which & 2) == 0 ? value : value.negate();
    }

    private static BigDecimal sineSeries(BigDecimal x, int first) {
        var wide = new MathContext(100);
        var term = first == 1 ? x : BigDecimal.ONE;
        var sum = BigDecimal.ZERO;
        for (int n = first; n < 90; n += 2) {
            sum = sum.add(term, wide);
            term = term.multiply(x, wide).multiply(x, wide).negate().divide(BigDecimal.valueOf((long) (n + 1) * (n + 2)), wide);
        }
        return sum;
    }

    @Test void sinesAndCosinesAfterReductionWithThePiOfTheManual() {
        for (int i = 0; i < CASES; i++) {
            moderate(x, -40, 62);
            var angle = value(x.exponent, x.significand);
            assertEquals(0, Trigonometry.sinAndCos(u.begin(0x37F), x.exponent, x.significand));
            assertNear(sine(angle, 0), u.secondExponent, u.secondSignificand, "sin " + text(x));
            assertNear(sine(angle, 1), u.exponent, u.significand, "cos " + text(x));
        }
    }

    @Test void tangents() {
        for (int i = 0; i < CASES; i++) {
            moderate(x, -40, 62);
            var angle = value(x.exponent, x.significand);
            Trigonometry.tan(u.begin(0x37F), x.exponent, x.significand);
            assertNear(sine(angle, 0).divide(sine(angle, 1), DIGITS), u.secondExponent, u.secondSignificand, "tan " + text(x));
            assertEquals("3fff:8000000000000000", "%04x:%016x".formatted(u.exponent, u.significand));
        }
    }

    /** Halves the angle twice, then sums the series. */
    private static BigDecimal atan(BigDecimal t) {
        var z = t;
        for (int i = 0; i < 3; i++) z = z.divide(BigDecimal.ONE.add(BigDecimal.ONE.add(z.multiply(z, DIGITS)).sqrt(DIGITS)), DIGITS);
        var square = z.multiply(z, DIGITS).negate();
        var sum = BigDecimal.ZERO;
        var power = z;
        for (int n = 1; n < 90; n += 2) {
            sum = sum.add(power.divide(BigDecimal.valueOf(n), DIGITS), DIGITS);
            power = power.multiply(square, DIGITS);
        }
        return sum.multiply(BigDecimal.valueOf(8));
    }

    @Test void angles() {
        for (int i = 0; i < CASES; i++) {
            moderate(x, -30, 30);
            moderate(y, -30, 30);
            Arctangent.arctangent(u.begin(0x37F), x.exponent, x.significand, y.exponent, y.significand);
            var angle = atan(value(y.exponent, y.significand).abs().divide(value(x.exponent, x.significand).abs(), DIGITS));
            var quadrant = (x.exponent & Extended.SIGN) != 0 ? PI.subtract(angle) : angle;
            assertNear((y.exponent & Extended.SIGN) != 0 ? quadrant.negate() : quadrant, u.exponent, u.significand, text(y) + " / " + text(x));
        }
    }

    @Test void anglesFrom2To63OnAreOutOfRange() {
        assertEquals(X87State.C2, Trigonometry.sin(u.begin(0x37F), Extended.BIAS + 63, Extended.INTEGER_BIT));
        assertEquals(0, u.raised);
        assertEquals(0, Trigonometry.sin(u.begin(0x37F), Extended.BIAS + 62, -1));
        assertEquals(X87State.PE, u.raised & ~X87State.C1);
    }
}
