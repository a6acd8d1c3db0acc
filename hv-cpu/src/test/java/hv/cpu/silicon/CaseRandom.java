package hv.cpu.silicon;

import java.util.random.RandomGenerator;

/** SplitMix64 that is started anew for each case, so that a case depends on its seed alone; with the integers that are worth trying. */
final class CaseRandom implements RandomGenerator {
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;
    private long state;

    void seed(long seed) { state = seed; }

    /** The seed of the n-th case of a run. */
    static long seed(long run, long n) { return mix(run + n * GOLDEN); }

    @Override public long nextLong() { return mix(state += GOLDEN); }

    private static long mix(long z) {
        z = (z ^ z >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ z >>> 27) * 0x94D0_49BB_1331_11EBL;
        return z ^ z >>> 31;
    }

    @Override public int nextInt(int bound) { return (int) ((nextLong() >>> 33) * bound >>> 31); }

    /** True in one of {@code n} cases. */
    boolean once(int n) { return nextInt(n) == 0; }

    /** An integer: any, or one that sits at an edge. */
    long value() {
        int n = nextInt(64);
        return switch (nextInt(16)) {
            case 0 -> 0;
            case 1 -> -1;
            case 2 -> 1L << n;
            case 3 -> (1L << n) - 1;
            case 4 -> -1L << n;
            case 5 -> n;
            case 6 -> -n;
            case 7 -> nextLong() >> n;
            case 8 -> nextLong() >>> n;
            case 9 -> (0x80L << 8 * (n & 7)) + (n >> 3) - 4;
            default -> nextLong();
        };
    }

    int pick(int... from) { return from[nextInt(from.length)]; }
}
