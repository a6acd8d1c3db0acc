package hv.cpu.simd;

import java.util.function.IntUnaryOperator;
import java.util.function.LongUnaryOperator;

/**
 * Functions for {@link Joined} and {@link Interleaved}: packing with saturation, horizontal sums, unpacking.
 *
 * @sdm 1 "MMX Conversion Instructions", "MMX Unpack Instructions", "SSSE3 Horizontal Addition/Subtraction"
 */
final class Packs {
    private Packs() {}

    /** Packs four words into four bytes. */
    static LongUnaryOperator words(IntUnaryOperator saturate) {
        return a -> {
            long result = 0;
            for (int n = 0; n < 4; n++) result |= (saturate.applyAsInt((short) (a >>> 16 * n)) & 0xFFL) << 8 * n;
            return result;
        };
    }

    /** Packs two doublewords into two words. */
    static LongUnaryOperator dwords(IntUnaryOperator saturate) {
        return a -> saturate.applyAsInt((int) a) & 0xFFFFL | (saturate.applyAsInt((int) (a >>> 32)) & 0xFFFFL) << 16;
    }

    private static int word(long a, int n) { return (short) (a >>> 16 * n); }

    private static long two(int low, int high) { return low & 0xFFFFL | (high & 0xFFFFL) << 16; }

    static long phaddw(long a) { return two(word(a, 0) + word(a, 1), word(a, 2) + word(a, 3)); }
    static long phsubw(long a) { return two(word(a, 0) - word(a, 1), word(a, 2) - word(a, 3)); }
    static long phaddd(long a) { return (int) a + (int) (a >>> 32) & 0xFFFF_FFFFL; }
    static long phsubd(long a) { return (int) a - (int) (a >>> 32) & 0xFFFF_FFFFL; }

    static long phaddsw(long a) {
        return two(Lanes.saturateWord(word(a, 0) + word(a, 1)), Lanes.saturateWord(word(a, 2) + word(a, 3)));
    }

    static long phsubsw(long a) {
        return two(Lanes.saturateWord(word(a, 0) - word(a, 1)), Lanes.saturateWord(word(a, 2) - word(a, 3)));
    }

    static long interleaveBytes(long a, long b) { return apartBytes(a) | apartBytes(b) << 8; }
    static long interleaveWords(long a, long b) { return apartWords(a) | apartWords(b) << 16; }
    static long interleaveDwords(long a, long b) { return Elements.join(a, b); }

    /** Spreads the low four bytes into four words. */
    private static long apartBytes(long a) {
        long words = apartWords(a);
        return (words | words << 8) & 0x00FF_00FF_00FF_00FFL;
    }

    private static long apartWords(long a) { return a & 0xFFFF | (a & 0xFFFF_0000L) << 16; }
}
