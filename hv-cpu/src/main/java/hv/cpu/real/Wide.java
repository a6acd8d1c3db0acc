package hv.cpu.real;

/** Numbers of 128 bits in two longs, unsigned. */
final class Wide {
    private Wide() {}

    /** The upper half of {@code high:low >>> by}. @param by at least 1 */
    static long shiftedHigh(long high, int by) { return by < 64 ? high >>> by : 0; }

    /** The lower half of {@code high:low >>> by}; its lowest bit is also set where a bit was lost. @param by at least 1 */
    static long shiftedLow(long high, long low, int by) {
        if (by < 64) return high << 64 - by | low >>> by | lost(low << 64 - by);
        if (by == 64) return high | lost(low);
        return by < 128 ? high >>> by - 64 | lost(high << 128 - by | low) : lost(high | low);
    }

    private static long lost(long bits) { return bits == 0 ? 0 : 1; }
}
