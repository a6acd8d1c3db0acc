package hv.cpu.real;

import static hv.cpu.real.Extended.SIGN;

/**
 * A real number with 128 bits of significand, truncated. Transcendental functions are computed with such numbers, before one rounding to 64 bits.
 *
 * @param sign     0 or {@link Extended#SIGN}
 * @param exponent of the integer bit, not biased
 * @param high     upper half of the significand, with the integer bit in bit 63; 0 for zero
 */
record Precise(int sign, int exponent, long high, long low) {
    static final Precise ZERO = new Precise(0, 0, 0, 0), ONE = new Precise(0, 0, Extended.INTEGER_BIT, 0);

    /** Converts a finite number of double extended precision. */
    static Precise of(int e, long m) {
        return m == 0 ? ZERO : new Precise(e & SIGN, Extended.exponent(e, m) - Extended.BIAS, Extended.normalized(m), 0);
    }

    /** Normalizes: the highest bit that is set becomes the integer bit. @param exponent of bit 127 */
    private static Precise normalized(int sign, int exponent, long high, long low) {
        if ((high | low) == 0) return ZERO;
        if (high == 0) return new Precise(sign, exponent - 64 - Long.numberOfLeadingZeros(low), Extended.normalized(low), 0);
        int left = Long.numberOfLeadingZeros(high);
        return left == 0 ? new Precise(sign, exponent, high, low)
                : new Precise(sign, exponent - left, high << left | low >>> 64 - left, low << left);
    }

    /** @param units exponent of bit 0 of {@code low} */
    static Precise integer(int sign, int units, long high, long low) { return normalized(sign, units + 127, high, low); }

    boolean zero() { return high == 0; }
    Precise negated() { return zero() ? this : new Precise(sign ^ SIGN, exponent, high, low); }
    Precise magnitude() { return new Precise(0, exponent, high, low); }
    /** The product with a power of two. */
    Precise scaled(int power) { return zero() ? this : new Precise(sign, exponent + power, high, low); }

    Precise times(Precise y) {
        if (zero() || y.zero()) return ZERO;
        long middle = Math.unsignedMultiplyHigh(high, y.low), other = Math.unsignedMultiplyHigh(low, y.high);
        long product = high * y.high, top = Math.unsignedMultiplyHigh(high, y.high);
        long sum = product + middle;
        if (Long.compareUnsigned(sum, product) < 0) top++;
        long all = sum + other;
        if (Long.compareUnsigned(all, sum) < 0) top++;
        return normalized(sign ^ y.sign, exponent + y.exponent + 1, top, all);
    }

    /** The quotient by a small number. */
    Precise dividedBy(int by) {
        if (zero()) return this;
        long first = Long.divideUnsigned(high, by), rest = high - first * by;
        return normalized(sign, exponent, first, WideDivision.quotient(rest, low, by));
    }

    /** The quotient, from two quotients of 64 bits: that of the upper halves, and that of the remainder. */
    Precise dividedBy(Precise y) {
        Precise first = roughlyBy(y);
        return first.plus(minus(first.times(y)).roughlyBy(y));
    }

    /** The quotient to nearly 64 bits. */
    private Precise roughlyBy(Precise y) {
        if (zero()) return this;
        boolean below = Long.compareUnsigned(high, y.high) < 0;
        long quotient = below ? WideDivision.quotient(high, 0, y.high) : WideDivision.quotient(high >>> 1, high << 63, y.high);
        return new Precise(sign ^ y.sign, exponent - y.exponent - (below ? 1 : 0), quotient, 0);
    }

    Precise minus(Precise y) { return plus(y.negated()); }

    Precise plus(Precise y) {
        if (zero()) return y;
        if (y.zero()) return this;
        return compareMagnitudes(y) >= 0 ? plusSmaller(y) : y.plusSmaller(this);
    }

    int compareMagnitudes(Precise y) {
        if (exponent != y.exponent) return Integer.compare(exponent, y.exponent);
        return high != y.high ? Long.compareUnsigned(high, y.high) : Long.compareUnsigned(low, y.low);
    }

    private Precise plusSmaller(Precise y) {
        int right = exponent - y.exponent;
        long addHigh = right == 0 ? y.high : Wide.shiftedHigh(y.high, right);
        long addLow = right == 0 ? y.low : Wide.shiftedLow(y.high, y.low, right);
        if (sign != y.sign) return normalized(sign, exponent, high - addHigh - (Long.compareUnsigned(low, addLow) < 0 ? 1 : 0), low - addLow);
        long sumLow = low + addLow, carry = Long.compareUnsigned(sumLow, low) < 0 ? 1 : 0;
        long sum = high + addHigh + carry;
        boolean over = Long.compareUnsigned(sum, high) < 0 || carry == 1 && sum == high;
        return over ? new Precise(sign, exponent + 1, sum >>> 1 | Extended.INTEGER_BIT, sum << 63 | sumLow >>> 1) : new Precise(sign, exponent, sum, sumLow);
    }

    /** Truncates to the format of the registers, whatever rounding control says. */
    void truncate(RealUnit u) {
        u.truncate();
        round(u);
    }

    /** Rounds to the format of the registers. The precision exception is raised in any case, because the functions that call this are never exact. */
    void round(RealUnit u) {
        if (zero()) u.zero(sign);
        else u.round(Format.EXTENDED, sign, exponent + Extended.BIAS, high, low | 1);
    }
}
