package hv.cpu.real;

import java.util.Random;

/** Makes operands of which many are special: powers of two, neighbours of them, denormals, ends of the range, halfway cases of shorter formats. */
final class SpecialReals {
    private static final int[] EXPONENTS = {0, 1, 2, 0x3FFE, 0x3FFF, 0x4000, 0x403E, 0x403F, 0x3F81, 0x3F6A, 0x407E, 0x3C01, 0x3BCC, 0x43FE, 0x7FFD, 0x7FFE};

    private final Random random;
    int exponent;
    long significand;

    SpecialReals(long seed) { random = new Random(seed); }

    int below(int bound) { return random.nextInt(bound); }

    /** The next operand: finite, perhaps zero or denormal, never unsupported. */
    SpecialReals next() {
        exponent = switch (below(3)) {
            case 0 -> EXPONENTS[below(EXPONENTS.length)];
            case 1 -> Extended.BIAS + below(140) - 70;
            default -> below(Extended.MAX_EXPONENT);
        };
        significand = switch (below(6)) {
            case 0 -> 0;
            case 1 -> -1L << below(63);
            case 2 -> 1L << below(63);
            case 3 -> (1L << below(63)) - 1;
            default -> random.nextLong();
        };
        significand = exponent == 0 && below(4) > 0 ? significand & Long.MAX_VALUE : significand | Extended.INTEGER_BIT;
        exponent |= below(2) << 15;
        return this;
    }

    /** The next operand, with an exponent that is at most so far from that of 1. */
    SpecialReals within(int limit) {
        next();
        int e = exponent & Extended.MAX_EXPONENT;
        if (Math.abs(e - Extended.BIAS) > limit) e = Extended.BIAS + below(2 * limit) - limit;
        exponent = exponent & Extended.SIGN | e;
        significand |= Extended.INTEGER_BIT;
        return this;
    }

    /** The next operand, near to another one in size. */
    SpecialReals near(int e, long m) {
        next();
        if (below(3) > 0) exponent = e & Extended.MAX_EXPONENT | exponent & Extended.SIGN;
        if (below(3) == 0) significand = m + below(3) - 1;
        if ((exponent & Extended.MAX_EXPONENT) != 0) significand |= Extended.INTEGER_BIT;
        return this;
    }
}
