package hv.cpu.semantics;

import hv.cpu.state.Segment;

/**
 * From an offset in a segment to a linear address, with all checks: what operands take when {@link Cpu#flat} does not hold or the segment is FS
 * or GS.
 *
 * @sdm 3A "Limit Checking", "Type Checking", "Canonical Addressing"
 */
public final class Segmentation {
    private static final int WRITABLE = 2, READABLE = 2, EXPAND_DOWN = 4, CODE = 8;
    private static final int ALIGNMENT_CHECK = 17;

    private Segmentation() {}

    /**
     * @param segment index of the segment register
     * @param offset  zero-extended
     * @param bytes   of the access, at least 1; a power of 2, or that of the offset in it (a far pointer), is what alignment is checked for
     * @return the linear address; a violation is thrown: #SS(0) for SS, #GP(0) for others, #AC(0)
     */
    public static long linear(Cpu c, int segment, long offset, int bytes, boolean write) {
        return linear(c, segment, offset, bytes, Integer.highestOneBit(bytes), write);
    }

    /** @param alignment a power of 2: what alignment is checked for */
    static long linear(Cpu c, int segment, long offset, int bytes, int alignment, boolean write) {
        long linear = c.long64 ? linear64(c, segment, offset, bytes) : linear32(c, segment, offset, bytes, write);
        if (c.alignmentChecked && (linear & alignment - 1) != 0) throw c.fault(ALIGNMENT_CHECK, 0);
        return linear;
    }

    /** Whether 48 bits sign-extended give the address. */
    public static boolean canonical(long address) { return address << 16 >> 16 == address; }

    private static long linear64(Cpu c, int segment, long offset, int bytes) {
        long linear = segment < Segment.FS ? offset : c.segments[segment].base + offset;
        if (!canonical(linear) || !canonical(linear + bytes - 1)) throw violation(c, segment);
        return linear;
    }

    private static long linear32(Cpu c, int segment, long offset, int bytes, boolean write) {
        var s = c.segments[segment];
        if (!withinLimit(s, offset, bytes) || c.protectedMode() && !c.virtual8086() && !allows(s, write)) throw violation(c, segment);
        return s.base + offset & 0xFFFF_FFFFL;
    }

    /** Whether an access keeps within the limit of a segment that may expand down. */
    public static boolean withinLimit(Segment s, long offset, int bytes) {
        long last = offset + bytes - 1, limit = s.limit & 0xFFFF_FFFFL;
        boolean expandDown = (s.rights & (CODE | EXPAND_DOWN)) == EXPAND_DOWN;
        if (!expandDown) return last <= limit;
        return offset > limit && last <= ((s.rights & Segment.DB) != 0 ? 0xFFFF_FFFFL : 0xFFFF);
    }

    private static boolean allows(Segment s, boolean write) {
        if (s.unusable()) return false;
        boolean code = (s.rights & CODE) != 0;
        if (write) return !code && (s.rights & WRITABLE) != 0;
        return !code || (s.rights & READABLE) != 0;
    }

    private static RuntimeException violation(Cpu c, int segment) { return segment == Segment.SS ? c.ss(0) : c.gp(0); }
}
