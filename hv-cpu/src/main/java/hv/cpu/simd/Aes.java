package hv.cpu.simd;

/**
 * AES rounds by tables. A table has for each byte of the state its contribution to a column, after substitution and column mixing.
 *
 * @sdm 1 "AESNI and PCLMULQDQ"
 */
final class Aes {
    private static final int POLYNOMIAL = 0x11B;
    private static final int[] BOX = new int[256], INVERSE_BOX = new int[256];
    /** The contributions of a byte in row 0 to its column: in a forward round, in a backward round, and under inverse column mixing. */
    private static final int[] FORWARD = new int[256], BACKWARD = new int[256], UNMIX = new int[256];

    static {
        for (int a = 0; a < 256; a++) {
            int inverse = inverse(a), s = 0x63;
            for (int n = 0; n < 5; n++) s ^= inverse << n | inverse >> 8 - n;
            BOX[a] = s & 0xFF;
            INVERSE_BOX[s & 0xFF] = a;
        }
        for (int a = 0; a < 256; a++) {
            FORWARD[a] = column(BOX[a], 2, 1, 1, 3);
            BACKWARD[a] = column(INVERSE_BOX[a], 14, 9, 13, 11);
            UNMIX[a] = column(a, 14, 9, 13, 11);
        }
    }

    private Aes() {}

    private static int product(int a, int b) {
        int result = 0;
        for (int n = 0, x = a; n < 8; n++, x = x << 1 ^ ((x & 0x80) != 0 ? POLYNOMIAL : 0)) if ((b >> n & 1) != 0) result ^= x;
        return result;
    }

    /** The multiplicative inverse in GF(2^8), which is a^254. */
    private static int inverse(int a) {
        int result = 1;
        for (int n = 0; n < 254; n++) result = product(result, a);
        return result;
    }

    private static int column(int a, int f0, int f1, int f2, int f3) {
        return product(a, f0) | product(a, f1) << 8 | product(a, f2) << 16 | product(a, f3) << 24;
    }

    // ---- the state: four columns in two longs ----

    private static int columnOf(long low, long high, int n) { return (int) ((n & 2) != 0 ? high >>> 32 * (n & 1) : low >>> 32 * (n & 1)); }

    private static int byteOf(int column, int row) { return column >>> 8 * row & 0xFF; }

    /** The byte that row shifting moves to this row of column {@code n}. @param step 1 forward, -1 backward */
    private static int shifted(long low, long high, int n, int row, int step) { return byteOf(columnOf(low, high, n + step * row), row); }

    private static int mixed(int[] table, long low, long high, int n, int step) {
        int result = 0;
        for (int row = 0; row < 4; row++) result ^= Integer.rotateLeft(table[shifted(low, high, n, row, step)], 8 * row);
        return result;
    }

    private static int substituted(int[] box, long low, long high, int n, int step) {
        int result = 0;
        for (int row = 0; row < 4; row++) result |= box[shifted(low, high, n, row, step)] << 8 * row;
        return result;
    }

    private static void round(long[] x, int i, int[] table, int step, long low, long high) {
        long a = x[i], b = x[i + 1];
        x[i] = Elements.join(mixed(table, a, b, 0, step), mixed(table, a, b, 1, step)) ^ low;
        x[i + 1] = Elements.join(mixed(table, a, b, 2, step), mixed(table, a, b, 3, step)) ^ high;
    }

    private static void last(long[] x, int i, int[] box, int step, long low, long high) {
        long a = x[i], b = x[i + 1];
        x[i] = Elements.join(substituted(box, a, b, 0, step), substituted(box, a, b, 1, step)) ^ low;
        x[i + 1] = Elements.join(substituted(box, a, b, 2, step), substituted(box, a, b, 3, step)) ^ high;
    }

    static void aesenc(long[] x, int i, long low, long high, int immediate) { round(x, i, FORWARD, 1, low, high); }

    static void aesdec(long[] x, int i, long low, long high, int immediate) { round(x, i, BACKWARD, -1, low, high); }

    static void aesenclast(long[] x, int i, long low, long high, int immediate) { last(x, i, BOX, 1, low, high); }

    static void aesdeclast(long[] x, int i, long low, long high, int immediate) { last(x, i, INVERSE_BOX, -1, low, high); }

    static void aesimc(long[] x, int i, long low, long high, int immediate) {
        x[i] = Elements.join(mixed(UNMIX, low, high, 0, 0), mixed(UNMIX, low, high, 1, 0));
        x[i + 1] = Elements.join(mixed(UNMIX, low, high, 2, 0), mixed(UNMIX, low, high, 3, 0));
    }

    static void aeskeygenassist(long[] x, int i, long low, long high, int immediate) {
        int first = substituted(BOX, low, high, 1, 0), second = substituted(BOX, low, high, 3, 0);
        x[i] = Elements.join(first, Integer.rotateRight(first, 8) ^ immediate);
        x[i + 1] = Elements.join(second, Integer.rotateRight(second, 8) ^ immediate);
    }
}
