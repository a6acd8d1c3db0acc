package hv.cpu.semantics;

import hv.api.x86.AccessRights;
import hv.api.x86.ExceptionVector;
import hv.cpu.state.Segment;

/**
 * From an offset in a segment to a linear address, with all checks. Operands need it where {@link Cpu#flat} does not hold, or the segment is FS or
 * GS.
 *
 * @sdm 3A "Limit Checking", "Type Checking", "Canonical Addressing"
 */
public final class Segmentation {
    private static final int WRITABLE = 2, READABLE = 2, EXPAND_DOWN = 4, CODE = 8;
    private static final long CANONICAL_HALF = 1L << 47;

    private Segmentation() {}

    /**
     * The linear address of an access, checked. Alignment is checked for the largest power of 2 in {@code bytes}, which for a far pointer is the size
     * of its offset. Violations are thrown: #SS(0) for SS, #GP(0) for other segments, #AC(0).
     *
     * @param segment index of the segment register
     * @param offset  zero-extended
     * @param bytes   of the access, at least 1
     */
    public static long linear(Cpu c, int segment, long offset, int bytes, boolean write) {
        return linear(c, segment, offset, bytes, Integer.highestOneBit(bytes), write);
    }

    /** The linear address of an access, checked for a given alignment. @param alignment a power of 2 */
    public static long linear(Cpu c, int segment, long offset, int bytes, int alignment, boolean write) {
        return c.long64 ? linear64(c, segment, offset, bytes, alignment) : linear32(c, segment, offset, bytes, alignment, write);
    }

    /** Throws #AC(0) where alignment is checked and the address is not aligned. @param alignment a power of 2 */
    public static void requireAligned(Cpu c, long linear, int alignment) {
        if (c.alignmentChecked && (linear & alignment - 1) != 0) throw c.fault(ExceptionVector.AC, 0);
    }

    /** Whether the address is its own low 48 bits, sign-extended. */
    public static boolean canonical(long address) { return extended(address) == address; }

    /** The canonical address with the same low 48 bits. */
    public static long extended(long address) { return address << 16 >> 16; }

    /** Whether all bytes of an access have canonical addresses; the highest address is followed by 0. */
    private static boolean canonical(long address, int bytes) {
        return Long.compareUnsigned(address + CANONICAL_HALF, 2 * CANONICAL_HALF - bytes) <= 0;
    }

    private static long linear64(Cpu c, int segment, long offset, int bytes, int alignment) {
        long linear = segment < Segment.FS ? offset : c.segments[segment].base + offset;
        if (!canonical(linear)) throw violation(c, segment);
        requireAligned(c, linear, alignment);
        if (!canonical(linear, bytes)) throw violation(c, segment);
        return linear;
    }

    private static long linear32(Cpu c, int segment, long offset, int bytes, int alignment, boolean write) {
        var s = c.segments[segment];
        if (c.protectedMode() && !c.virtual8086() && !allows(s, write)) throw violation(c, segment);
        long linear = s.base + offset & 0xFFFF_FFFFL;
        boolean wraps = s.base == 0 && s.limit == -1 && (s.rights & (CODE | EXPAND_DOWN)) != EXPAND_DOWN;   // no limit, but 4 GBytes end at 0
        if (!wraps && !withinLimit(s, offset, bytes)) throw violation(c, segment);
        requireAligned(c, linear, alignment);
        return linear;
    }

    /** Whether an access keeps within the limit of a segment that may expand down. */
    public static boolean withinLimit(Segment s, long offset, int bytes) {
        long last = offset + bytes - 1, limit = s.limit & 0xFFFF_FFFFL;
        boolean expandDown = (s.rights & (CODE | EXPAND_DOWN)) == EXPAND_DOWN;
        if (!expandDown) return last <= limit;
        return offset > limit && last <= ((s.rights & AccessRights.DB) != 0 ? 0xFFFF_FFFFL : 0xFFFF);
    }

    private static boolean allows(Segment s, boolean write) {
        if (s.unusable()) return false;
        boolean code = (s.rights & CODE) != 0;
        if (write) return !code && (s.rights & WRITABLE) != 0;
        return !code || (s.rights & READABLE) != 0;
    }

    private static RuntimeException violation(Cpu c, int segment) { return segment == Segment.SS ? c.ss(0) : c.gp(0); }
}
