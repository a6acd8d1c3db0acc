package hv.cpu.x87;

import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Operands;

/** An area in memory that holds processor state, smaller than a page: both its ends are known to be there before anything changes. */
final class StateArea {
    /** The pieces in which a register is accessed, in bytes. */
    static final int SIGNIFICAND = 8, EXPONENT = 2;

    private StateArea() {}

    /** For a save of items of {@code item} bytes. */
    static void requireWritable(Cpu c, Op o, int bytes, int item) {
        long at = Operands.part(c, o, 0, item, item, true);
        c.mem.checkWrite(at, item);
        checkPieces(c, o, bytes, item, true);
        c.mem.checkWrite(last(c, o, bytes, true), 1);
    }

    /** The same for a restore. */
    static void requireReadable(Cpu c, Op o, int bytes, int item) {
        long at = Operands.part(c, o, 0, item, item, false);
        c.mem.read(at, item);
        checkPieces(c, o, bytes, item, false);
        c.mem.read(last(c, o, bytes, false), 1);
    }

    /** The segment allows each piece, of which one may lie across its end: items of the environment, then registers. */
    private static void checkPieces(Cpu c, Op o, int bytes, int item, boolean write) {
        int environment = EnvironmentLayout.ITEMS * item;
        for (int i = item, piece; i < bytes; i += piece) {
            piece = i < environment ? item : (i - environment) % (SIGNIFICAND + EXPONENT) == 0 ? SIGNIFICAND : EXPONENT;
            Operands.part(c, o, i, piece, 1, write);
        }
    }

    /** The linear address of the last byte. */
    private static long last(Cpu c, Op o, int bytes, boolean write) { return Operands.part(c, o, bytes - 1, 1, 1, write); }

    /** The linear address of the exponent of a register in memory, whose significand is the operand. */
    static long exponent(Cpu c, Op o, boolean write) { return exponent(c, o, 0, write); }

    /** The same for a register that lies some bytes behind. */
    static long exponent(Cpu c, Op o, int more, boolean write) { return Operands.part(c, o, more + SIGNIFICAND, EXPONENT, 1, write); }
    static long significand(Cpu c, Op o, int more, boolean write) { return Operands.part(c, o, more, SIGNIFICAND, 1, write); }
}
