package hv.cpu.real;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.cpu.state.X87State;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Between formats and integers. */
class ConversionTests {
    private static final int CASES = 500;
    private static final RoundingMode[] MODES = {RoundingMode.HALF_EVEN, RoundingMode.FLOOR, RoundingMode.CEILING, RoundingMode.DOWN};

    private final RealUnit u = new RealUnit();

    private RealUnit rounding(int rounding) { return u.begin(0x37F | rounding << 10); }

    @Test void everyDoubleIsKeptOnTheWayThereAndBack() {
        var random = new Random(1);
        for (int i = 0; i < CASES; i++) {
            long bits = random.nextLong() >> random.nextInt(64);
            Conversions.fromDouble(rounding(0), bits);
            if (!Double.isNaN(Double.longBitsToDouble(bits))) assertEquals(0, new BigDecimal(exact(bits)).compareTo(value(u.exponent, u.significand)), () -> Long.toHexString(bits));
            Conversions.toDouble(u, u.exponent, u.significand);
            boolean signaling = Double.isNaN(Double.longBitsToDouble(bits)) && (bits & 1L << 51) == 0;
            assertEquals(signaling ? bits | 1L << 51 : bits, u.significand);
            assertEquals(signaling ? X87State.IE : 0, u.raised);
        }
    }

    private static double exact(long bits) {
        double value = Double.longBitsToDouble(bits);
        return Double.isInfinite(value) ? 0 : value;
    }

    /** The exact value; 0 for infinity. */
    private static BigDecimal value(int e, long m) {
        if (Extended.infinite(e, m)) return new BigDecimal(0.0);
        var magnitude = new BigDecimal(new BigInteger(Long.toUnsignedString(m)));
        int power = Math.max(e & Extended.MAX_EXPONENT, 1) - Extended.BIAS - 63;
        var two = BigDecimal.TWO.pow(Math.abs(power));
        var value = power < 0 ? magnitude.divide(two) : magnitude.multiply(two);
        return (e & Extended.SIGN) != 0 ? value.negate() : value;
    }

    @Test void singlesAndDoublesAreTheNearestOrNextByRoundingControl() {
        var x = new SpecialReals(2);
        for (int i = 0; i < CASES; i++) {
            x.within(1100);
            if (x.significand == 0) continue;
            var exact = Exact.of(x.exponent, x.significand);
            for (int rounding = 0; rounding < 4; rounding++) {
                u.begin(0x37F | rounding << 10);
                u.round(Format.SINGLE, x.exponent & Extended.SIGN, Extended.exponent(x.exponent, x.significand), Extended.normalized(x.significand), 0);
                assertEquals(exact.round(Format.SINGLE, rounding), Exact.Result.of(u));
                u.begin(0x37F | rounding << 10);
                u.round(Format.DOUBLE, x.exponent & Extended.SIGN, Extended.exponent(x.exponent, x.significand), Extended.normalized(x.significand), 0);
                assertEquals(exact.round(Format.DOUBLE, rounding), Exact.Result.of(u));
            }
        }
    }

    @Test void roundingToNearestDoubleIsWhatTheJvmDoes() {
        var x = new SpecialReals(3);
        for (int i = 0; i < CASES; i++) {
            x.within(1100);
            Conversions.toDouble(rounding(0), x.exponent, x.significand);
            assertEquals(Double.doubleToLongBits(value(x.exponent, x.significand).doubleValue()) & Long.MAX_VALUE, u.significand & Long.MAX_VALUE);
        }
    }

    @Test void integersAreRoundedByRoundingControlOrIndefinite() {
        var x = new SpecialReals(4);
        for (int i = 0; i < CASES; i++) {
            x.within(1100);
            var exact = value(x.exponent, x.significand);
            for (int rounding = 0; rounding < 4; rounding++)
                for (int bits = 16; bits <= 64; bits *= 2) integer(x, exact, rounding, bits);
        }
    }

    private void integer(SpecialReals x, BigDecimal exact, int rounding, int bits) {
        Integers.toInteger(rounding(rounding), x.exponent, x.significand, bits);
        var rounded = exact.setScale(0, MODES[rounding]).toBigInteger();
        boolean fits = rounded.bitLength() < bits;
        boolean up = rounded.abs().compareTo(exact.abs().toBigInteger()) > 0;
        assertEquals(fits ? rounded.longValue() : -1L << bits - 1, u.significand);
        int precision = new BigDecimal(rounded).compareTo(exact) == 0 ? 0 : X87State.PE | (up ? X87State.C1 : 0);
        assertEquals(fits ? precision : X87State.IE, u.raised);
    }

    @Test void integersRoundTripThroughRegistersAndDecimals() {
        var random = new Random(5);
        for (int i = 0; i < CASES; i++) {
            long value = random.nextLong() >> random.nextInt(64);
            Conversions.fromInteger(rounding(0), value);
            assertEquals(BigInteger.valueOf(value), value(u.exponent, u.significand).toBigInteger());
            Decimal.store(u, u.exponent, u.significand);
            decimal(value);
        }
    }

    private void decimal(long value) {
        if (Math.abs(value) > 999_999_999_999_999_999L) {
            assertEquals("ffff c000000000000000", Integer.toHexString(u.exponent) + " " + Long.toHexString(u.significand));
            return;
        }
        assertEquals("%018d".formatted(Math.abs(value)), "%02x%016x".formatted(u.exponent & 0x7FFF, u.significand));
        assertEquals(value < 0, (u.exponent & Extended.SIGN) != 0);
        Decimal.load(u, u.significand, u.exponent);
        Integers.toInteger(u, u.exponent, u.significand, 64);
        assertEquals(value, u.significand);
    }

    @Test void roundingToAnIntegerAgreesWithTheIntegerItself() {
        var x = new SpecialReals(6);
        for (int i = 0; i < CASES; i++) {
            x.within(1100);
            for (int rounding = 0; rounding < 4; rounding++) {
                Integers.round(rounding(rounding), x.exponent, x.significand);
                var expected = value(x.exponent, x.significand).setScale(0, MODES[rounding]);
                assertEquals(expected.toBigInteger(), value(u.exponent, u.significand).toBigInteger());
                assertEquals(x.exponent & Extended.SIGN, u.exponent & Extended.SIGN);
            }
        }
    }
}
