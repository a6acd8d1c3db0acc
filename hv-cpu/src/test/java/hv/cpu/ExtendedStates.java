package hv.cpu;

import java.util.random.RandomGenerator;

/** Random x87, MMX and SSE registers: zeros, denormals, infinities, NaNs and unsupported encodings are as likely as other numbers. */
public final class ExtendedStates {
    private static final int SPECIALS = 6;

    private ExtendedStates() {}

    public static ExtendedState random(RandomGenerator random) {
        var state = new ExtendedState();
        long[] xmm = state.vector.xmm;
        for (int i = 0; i < xmm.length; i++) xmm[i] = random.nextBoolean() ? number(random, 11, 52) : singles(random);
        state.vector.mxcsr = random.nextInt(0x10000);
        var x87 = state.x87;
        x87.control(random.nextInt(0x10000) | (random.nextBoolean() ? 0x3F : 0));
        x87.statusWord(random.nextInt(0x10000));
        x87.tags = random.nextInt(0x100);
        for (int i = 0; i < 8; i++) {
            x87.exponents[i] = (int) number(random, 15, 0);
            x87.significands[i] = number(random, 0, 63);
        }
        return state;
    }

    private static long singles(RandomGenerator random) { return number(random, 8, 23) | number(random, 8, 23) << 32; }

    /** Sign (or the leading bit of a significand alone), exponent, fraction. */
    private static long number(RandomGenerator random, int exponentBits, int fractionBits) {
        return (random.nextInt(2) * 1L << exponentBits | field(random, exponentBits)) << fractionBits | field(random, fractionBits);
    }

    private static long field(RandomGenerator random, int bits) {
        long all = (1L << bits) - 1;
        return all & switch (random.nextInt(SPECIALS)) {
            case 0 -> 0;
            case 1 -> 1;
            case 2 -> -1;
            case 3 -> -2;
            case 4 -> all + 1 >> 1;
            default -> random.nextLong();
        };
    }
}
