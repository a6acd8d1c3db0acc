package hv.cpu.real;

import static hv.cpu.real.Extended.SIGN;

/**
 * Square roots.
 *
 * @sdm 2A "FSQRT—Square Root"
 */
public final class SquareRoot {
    private static final double TWO_64 = 0x1p64, TWO_32 = 0x1p32;

    private SquareRoot() {}

    public static void root(RealUnit u, int e, long m) {
        if (Nans.decide(u, e, m)) return;
        if (m == 0) u.result(e, m);
        else if ((e & SIGN) != 0) u.invalid();
        else if (Extended.infinite(e, m)) u.infinity(0);
        else if (!Denormals.stop(u, e, m)) finite(u, Extended.exponent(e, m) - Extended.BIAS, Extended.normalized(m));
    }

    /** The root of {@code m / 2^63 * 2^exponent}. */
    private static void finite(RealUnit u, int exponent, long m) {
        boolean odd = (exponent & 1) != 0;
        long high = odd ? m : m >>> 1, low = odd ? 0 : m << 63;
        long root = root(high, low);
        long squareHigh = Math.unsignedMultiplyHigh(root, root), square = root * root;
        long remainder = low - square;
        boolean exact = remainder == 0 && high == squareHigh;
        boolean aboveHalf = high - squareHigh - (Long.compareUnsigned(low, square) < 0 ? 1 : 0) != 0 || Long.compareUnsigned(remainder, root) > 0;
        u.round(0, (exponent >> 1) + Extended.BIAS, root, exact ? 0 : aboveHalf ? Long.MIN_VALUE | 1 : 1);
    }

    /**
     * The integer part of the square root of {@code high:low}, which has bit 127 or 126 set. It is found by a guess, one step of Newton's method, and
     * a correction.
     */
    public static long root(long high, long low) {
        long guess = guess(high);
        guess += (long) (difference(high, low, guess) / (2 * unsigned(guess)));
        while (exceeds(high, low, guess)) guess--;
        while (guess != -1 && !exceeds(high, low, guess + 1)) guess++;
        return guess;
    }

    private static long guess(long high) {
        double root = Math.sqrt(unsigned(high)) * TWO_32;
        return root >= TWO_64 ? -1 : root >= 0x1p63 ? (long) (root - 0x1p63) + Long.MIN_VALUE : Long.MIN_VALUE;
    }

    private static double unsigned(long value) { return (value >>> 11) * 0x1p11 + (value & 0x7FF); }

    /** The approximate difference of {@code high:low} and the square of the guess. */
    private static double difference(long high, long low, long guess) {
        long square = guess * guess;
        long above = high - Math.unsignedMultiplyHigh(guess, guess) - (Long.compareUnsigned(low, square) < 0 ? 1 : 0);
        return above * TWO_64 + unsigned(low - square);
    }

    private static boolean exceeds(long high, long low, long root) {
        int order = Long.compareUnsigned(Math.unsignedMultiplyHigh(root, root), high);
        return order > 0 || order == 0 && Long.compareUnsigned(root * root, low) > 0;
    }
}
