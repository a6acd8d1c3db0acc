package hv.cpu.simd;

import java.util.function.IntBinaryOperator;
import java.util.function.LongBinaryOperator;

/** Functions on 64 bits that apply a function to their bytes, words or doublewords; its results are truncated to the lane. */
final class Lanes {
    /** The highest bit of each lane. */
    static final long BYTES = 0x8080_8080_8080_8080L, WORDS = 0x8000_8000_8000_8000L, DWORDS = 0x8000_0000_8000_0000L;

    private Lanes() {}

    static LongBinaryOperator signedBytes(IntBinaryOperator function) {
        return (a, b) -> {
            long result = 0;
            for (int i = 0; i < 64; i += 8) result |= (function.applyAsInt((byte) (a >>> i), (byte) (b >>> i)) & 0xFFL) << i;
            return result;
        };
    }

    static LongBinaryOperator bytes(IntBinaryOperator function) {
        return (a, b) -> {
            long result = 0;
            for (int i = 0; i < 64; i += 8) result |= (function.applyAsInt((int) (a >>> i) & 0xFF, (int) (b >>> i) & 0xFF) & 0xFFL) << i;
            return result;
        };
    }

    static LongBinaryOperator signedWords(IntBinaryOperator function) {
        return (a, b) -> {
            long result = 0;
            for (int i = 0; i < 64; i += 16) result |= (function.applyAsInt((short) (a >>> i), (short) (b >>> i)) & 0xFFFFL) << i;
            return result;
        };
    }

    static LongBinaryOperator words(IntBinaryOperator function) {
        return (a, b) -> {
            long result = 0;
            for (int i = 0; i < 64; i += 16) result |= (function.applyAsInt((int) (a >>> i) & 0xFFFF, (int) (b >>> i) & 0xFFFF) & 0xFFFFL) << i;
            return result;
        };
    }

    static LongBinaryOperator dwords(IntBinaryOperator function) {
        return (a, b) -> function.applyAsInt((int) a, (int) b) & 0xFFFF_FFFFL | (long) function.applyAsInt((int) (a >>> 32), (int) (b >>> 32)) << 32;
    }

    /** The sums of lanes. @param tops the highest bit of each lane */
    static long add(long a, long b, long tops) { return (a & ~tops) + (b & ~tops) ^ (a ^ b) & tops; }

    static long subtract(long a, long b, long tops) { return (a | tops) - (b & ~tops) ^ (a ^ ~b) & tops; }

    /** All ones in the lanes that are equal. @param tops the highest bit of each lane */
    static long equal(long a, long b, long tops) {
        long different = a ^ b;
        return spread(~((different & ~tops) + ~tops | different) & tops, tops);
    }

    /** Fills each lane with its highest bit. @param bits highest bits of lanes; all others are 0 */
    static long spread(long bits, long tops) { return (bits << 1) - (bits >>> Long.numberOfTrailingZeros(tops)); }

    /** The highest bits of the eight bytes: 0 to 255. */
    static int byteSigns(long bytes) { return (int) ((bytes >>> 7 & 0x0101_0101_0101_0101L) * 0x0102_0408_1020_4080L >>> 56); }

    static int saturateByte(int value) { return Math.clamp(value, -0x80, 0x7F); }
    static int saturateWord(int value) { return Math.clamp(value, -0x8000, 0x7FFF); }
    static int saturateUnsignedByte(int value) { return Math.clamp(value, 0, 0xFF); }
    static int saturateUnsignedWord(int value) { return Math.clamp(value, 0, 0xFFFF); }
}
