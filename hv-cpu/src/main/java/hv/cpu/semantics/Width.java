package hv.cpu.semantics;

/** Arithmetic on values of {@code w} bytes (1, 2, 4 or 8) in longs, without branches. */
public final class Width {
    private Width() {}

    /** The low {@code w} bytes, sign-extended. */
    public static long signed(int w, long value) {
        int unused = 64 - (w << 3);
        return value << unused >> unused;
    }

    /** The low {@code w} bytes, zero-extended. */
    public static long unsigned(int w, long value) {
        int unused = 64 - (w << 3);
        return value << unused >>> unused;
    }

    public static int bits(int w) { return w << 3; }

    /** The highest bit of the low {@code w} bytes, as 0 or 1. */
    public static long top(int w, long value) { return value >>> (w << 3) - 1 & 1; }
}
