package hv.cpu.x87;

import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Operands;

/**
 * The memory operand of FXSAVE, XSAVE and their kin, by offsets in it: these wrap as the address size says, and linear addresses at 4 GByte outside
 * 64-bit code. Its linear address is aligned.
 */
final class ImageArea {
    /** What the alignment check asks of an area that must be aligned to more. */
    private static final int CHECKED_ALIGNMENT = 4;

    private final Cpu c;
    private final Op o;
    private final long at;
    private final boolean wraps;

    /** A limit must allow four bytes to begin with. @param alignment in bytes, else #GP(0), or #AC(0) */
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

    /** The piece from one offset to another must be there to be written; its last byte is tried first. */
    void requireWritable(int from, int to) {
        c.mem.checkWrite(Operands.part(c, o, to - 1, 1, 1, true), 1);
        c.mem.checkWrite(Operands.part(c, o, from, 1, 1, true), 1);
    }

    /** The same, to be read. */
    void requireReadable(int from, int to) {
        c.mem.read(Operands.part(c, o, to - 1, 1, 1, false), 1);
        c.mem.read(Operands.part(c, o, from, 1, 1, false), 1);
    }
}
