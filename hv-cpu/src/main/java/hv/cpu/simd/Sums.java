package hv.cpu.simd;

/**
 * Sums of absolute differences, products of neighbours, and the least word.
 *
 * @sdm 1 "SSE4.1 Packed Integer Operations"; 2B "MPSADBW—Compute Multiple Packed Sums of Absolute Difference", "PMADDWD …", "PSADBW …"
 */
final class Sums {
    private Sums() {}

    private static int byteAt(long value, int n) { return (int) (value >>> 8 * n) & 0xFF; }

    static long psadbw(long a, long b) {
        int sum = 0;
        for (int n = 0; n < 8; n++) sum += Math.abs(byteAt(a, n) - byteAt(b, n));
        return sum;
    }

    static long pmaddwd(long a, long b) {
        return Elements.join((short) a * (short) b + (short) (a >>> 16) * (short) (b >>> 16),
                (short) (a >>> 32) * (short) (b >>> 32) + (short) (a >>> 48) * (short) (b >>> 48));
    }

    /** Multiplies unsigned bytes of the destination by signed ones of the source, and adds neighbours with saturation. */
    static long pmaddubsw(long a, long b) {
        long result = 0;
        for (int n = 0; n < 8; n += 2) {
            int sum = byteAt(a, n) * (byte) byteAt(b, n) + byteAt(a, n + 1) * (byte) byteAt(b, n + 1);
            result |= (Lanes.saturateWord(sum) & 0xFFFFL) << 8 * n;
        }
        return result;
    }

    /**
     * Sums of absolute differences: of four bytes of the source, chosen by bits 1:0 of the immediate, with four bytes at eight successive places of
     * the destination; bit 2 chooses the first place.
     */
    static void mpsadbw(long[] x, int i, long low, long high, int immediate) {
        int block = (int) ((immediate & 2) != 0 ? high >>> 32 * (immediate & 1) : low >>> 32 * (immediate & 1));
        int from = immediate & 4;
        long first = 0, second = 0;
        for (int n = 0; n < 4; n++) {
            first |= (long) difference(x[i], x[i + 1], from + n, block) << 16 * n;
            second |= (long) difference(x[i], x[i + 1], from + n + 4, block) << 16 * n;
        }
        x[i] = first;
        x[i + 1] = second;
    }

    private static int difference(long low, long high, int from, int block) {
        int sum = 0;
        for (int k = 0; k < 4; k++) {
            int n = from + k;
            sum += Math.abs(byteAt(n < 8 ? low : high, n & 7) - byteAt(block, k));
        }
        return sum;
    }

    /** The least word, and above it its number. */
    static void phminposuw(long[] x, int i, long low, long high, int immediate) {
        int least = 0x10000, place = 0;
        for (int n = 0; n < 8; n++) {
            int word = (int) ((n < 4 ? low : high) >>> 16 * (n & 3)) & 0xFFFF;
            if (word < least) {
                least = word;
                place = n;
            }
        }
        x[i] = least | place << 16;
        x[i + 1] = 0;
    }
}
