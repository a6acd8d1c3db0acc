package hv.cpu.real;

import hv.cpu.state.X87State;
import java.math.BigInteger;

/**
 * Rounding by the definition: among the numbers of a format, the two next to an exact fraction, and the one of them that rounding control
 * wants. No shift, no sticky bit.
 */
final class Exact {
    private static final int FRACTION_BITS = 63;

    /** The exact value is {@code numerator / denominator}; {@code root} says that it is the square root of that. */
    private final BigInteger numerator, denominator;
    private final boolean root;

    private Exact(BigInteger numerator, BigInteger denominator, boolean root) {
        this.numerator = numerator;
        this.denominator = denominator;
        this.root = root;
    }

    static Exact of(int e, long m) {
        BigInteger magnitude = new BigInteger(Long.toUnsignedString(m));
        int power = Math.max(e & Extended.MAX_EXPONENT, 1) - Extended.BIAS - FRACTION_BITS;
        BigInteger signed = (e & Extended.SIGN) != 0 ? magnitude.negate() : magnitude;
        return power >= 0 ? new Exact(signed.shiftLeft(power), BigInteger.ONE, false) : new Exact(signed, BigInteger.ONE.shiftLeft(-power), false);
    }

    static Exact of(BigInteger integer) { return new Exact(integer, BigInteger.ONE, false); }

    Exact plus(Exact y) {
        return new Exact(numerator.multiply(y.denominator).add(y.numerator.multiply(denominator)), denominator.multiply(y.denominator), false);
    }

    Exact minus(Exact y) { return plus(new Exact(y.numerator.negate(), y.denominator, false)); }
    Exact times(Exact y) { return new Exact(numerator.multiply(y.numerator), denominator.multiply(y.denominator), false); }

    Exact over(Exact y) {
        BigInteger above = numerator.multiply(y.denominator), below = denominator.multiply(y.numerator);
        return below.signum() < 0 ? new Exact(above.negate(), below.negate(), false) : new Exact(above, below, false);
    }

    Exact root() { return new Exact(numerator, denominator, true); }

    boolean zero() { return numerator.signum() == 0; }
    int sign() { return numerator.signum() < 0 ? Extended.SIGN : 0; }
    BigInteger truncated() { return numerator.divide(denominator); }
    boolean whole() { return numerator.mod(denominator).signum() == 0; }

    /** Compares the magnitude with {@code units * 2^power}. */
    private int compare(BigInteger units, int power) {
        BigInteger left = numerator.abs(), right = root ? units.multiply(units).multiply(denominator) : units.multiply(denominator);
        int shift = root ? 2 * power : power;
        return shift >= 0 ? left.compareTo(right.shiftLeft(shift)) : left.shiftLeft(-shift).compareTo(right);
    }

    /** The largest number of units of 2^power that does not exceed the magnitude. */
    private BigInteger floor(int power) {
        int shift = root ? 2 * power : power;
        BigInteger above = shift < 0 ? numerator.abs().shiftLeft(-shift) : numerator.abs();
        BigInteger below = shift > 0 ? denominator.shiftLeft(shift) : denominator;
        BigInteger quotient = above.divide(below);
        return root ? quotient.sqrt() : quotient;
    }

    /** The power of two of the lowest bit where the magnitude has {@code bits} significant ones. */
    private int unit(int bits) {
        int estimate = numerator.bitLength() - denominator.bitLength();
        int power = (root ? estimate >> 1 : estimate) - bits - 1;
        while (floor(power).bitLength() > bits) power++;
        return power;
    }

    /** The result that a unit with all exceptions masked must have: sign and exponent, significand, exceptions and C1. Not for zero. */
    Result round(Format f, int rounding) {
        int lowest = f.least() - Extended.BIAS - f.bits() + 1, natural = unit(f.bits()), power = Math.max(natural, lowest);
        BigInteger units = rounded(power, rounding);
        boolean exact = compare(units, power) == 0, up = !exact && compare(units, power) < 0;
        boolean tiny = magnitudeBelow(rounded(natural, rounding), natural, lowest + f.bits() - 1);
        int raised = (exact ? 0 : X87State.PE) | (up ? X87State.C1 : 0) | (tiny && !exact ? X87State.UE : 0);
        int exponent = power + units.bitLength() - 1 + Extended.BIAS;
        if (exponent > f.greatest()) return overflow(f, rounding);
        if (units.signum() == 0) return new Result(sign() | (f.least() > 1 ? f.least() : 0), 0, raised);
        long significand = units.shiftLeft(FRACTION_BITS - units.bitLength() + 1).longValue();
        int denormal = f.least() - exponent;
        return denormal > 0 ? new Result(sign() | (f.least() > 1 ? f.least() : 0), significand >>> denormal, raised)
                : new Result(sign() | exponent, significand, raised);
    }

    private static boolean magnitudeBelow(BigInteger units, int power, int bit) { return units.bitLength() + power <= bit; }

    private BigInteger rounded(int power, int rounding) {
        BigInteger down = floor(power);
        if (compare(down, power) == 0) return down;
        boolean away = switch (rounding) {
            case 0 -> {
                int half = compare(down.shiftLeft(1).add(BigInteger.ONE), power - 1);
                yield half > 0 || half == 0 && down.testBit(0);
            }
            case 1 -> sign() != 0;
            case 2 -> sign() == 0;
            default -> false;
        };
        return away ? down.add(BigInteger.ONE) : down;
    }

    private Result overflow(Format f, int rounding) {
        boolean infinite = rounding == 0 || rounding == (sign() != 0 ? 1 : 2);
        int raised = X87State.OE | X87State.PE;
        return infinite ? new Result(sign() | Extended.MAX_EXPONENT, Extended.INTEGER_BIT, raised | X87State.C1)
                : new Result(sign() | f.greatest(), -f.unit(), raised);
    }

    /** The result of an operation: sign and exponent, significand, exceptions and C1. */
    record Result(int exponent, long significand, int raised) {
        static Result of(RealUnit u) { return new Result(u.exponent, u.significand, u.raised); }

        @Override public String toString() { return "%04x:%016x raised %x".formatted(exponent, significand, raised); }
    }
}
