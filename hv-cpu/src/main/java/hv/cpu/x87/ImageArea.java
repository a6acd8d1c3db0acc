package hv.cpu.x87;

import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Operands;

/**
 * The memory operand of FXSAVE, XSAVE and their kin, accessed by offsets. Offsets wrap at the address size, and outside 64-bit code linear addresses
 * wrap at 4 GByte. The linear address of the area is aligned.
 */
final class ImageArea {
    /** The alignment that an alignment check (#AC) asks for, though the area must be aligned to more. */
    private static final int CHECKED_ALIGNMENT = 4;

    private final Cpu c;
    private final Op o;
    private final long at;
    private final boolean wraps;

    /**
     * Checks the beginning of the area; four bytes of it must be within the limit.
     *
     * @param alignment in bytes; where it is not met, #GP(0), or #AC(0) where alignment is checked
     */
    ImageArea(Cpu c, Op o, int bytes, int alignment) {
        this.c = c;
        this.o = o;
        at = Operands.part(c, o, 0, c.long64 ? 1 : 4, CHECKED_ALIGNMENT, false);
        if ((at & alignment - 1) != 0) throw c.gp(0);
        wraps = o.addressWidth < 8 && Operands.offset(c, o) + bytes > 1L << 8 * o.addressWidth || !c.long64 && at + bytes > 1L << 32;
    }

    private long linear(int offset) { return wraps ? Operands.part(c, o, offset, 1, 1, false) : at + offset; }

    long read(int offset, int bytes) { return c.mem.read(linear(offset), bytes); }

    void write(int offset, int bytes, long value) { c.mem.write(linear(offset), bytes, value); }

    /** Faults where a write from one offset to another would. The last byte is tried first. */
    void requireWritable(int from, int to) {
        c.mem.checkWrite(Operands.part(c, o, to - 1, 1, 1, true), 1);
        c.mem.checkWrite(Operands.part(c, o, from, 1, 1, true), 1);
    }

    /** Faults where a read from one offset to another would. The last byte is tried first. */
    void requireReadable(int from, int to) {
        c.mem.read(Operands.part(c, o, to - 1, 1, 1, false), 1);
        c.mem.read(Operands.part(c, o, from, 1, 1, false), 1);
    }
}
