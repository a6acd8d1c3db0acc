package hv.cpu.system;

/**
 * The values that the memory-type MSRs accept. Memory types do not change how this processor executes.
 *
 * @sdm 3A "Memory Type Range Registers (MTRRs)" and "Page Attribute Table (PAT)"
 */
final class MemoryTypes {
    static final int VARIABLE_RANGES = 10;
    /** UC, WC, WT, WP, WB. */
    private static final int TYPES = 0b0111_0011;
    /** The same and UC-. */
    private static final int PAT_TYPES = 0b1111_0011;
    private static final long DEFAULT_TYPE_BITS = 0xCFF, RANGE_BASE_RESERVED = 0xF00, RANGE_MASK_RESERVED = 0x7FF;

    private MemoryTypes() {}

    private static boolean in(int set, long type) { return type < 8 && (set >>> type & 1) != 0; }

    private static boolean all(int set, long value) {
        for (int shift = 0; shift < 64; shift += 8) if (!in(set, value >>> shift & 0xFF)) return false;
        return true;
    }

    static boolean isPat(long value) { return all(PAT_TYPES, value); }
    static boolean isFixedRange(long value) { return all(TYPES, value); }
    static boolean isDefaultType(long value) { return (value & ~DEFAULT_TYPE_BITS) == 0 && in(TYPES, value & 0xFF); }
    static boolean isRangeBase(long value, int physicalBits) {
        return value >>> physicalBits == 0 && (value & RANGE_BASE_RESERVED) == 0 && in(TYPES, value & 0xFF);
    }
    static boolean isRangeMask(long value, int physicalBits) { return value >>> physicalBits == 0 && (value & RANGE_MASK_RESERVED) == 0; }
}
