package hv.cpu.x87;

import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Operands;

/** An area in memory for processor state, smaller than a page. Both its ends are checked before anything changes. */
final class StateArea {
    /** The pieces in which a register is accessed, in bytes. */
    static final int SIGNIFICAND = 8, EXPONENT = 2;

    private StateArea() {}

    /** Faults where a save would. @param item size of an item of the environment, in bytes */
    static void requireWritable(Cpu c, Op o, int bytes, int item) {
        long at = Operands.part(c, o, 0, item, item, true);
        c.mem.checkWrite(at, item);
        checkPieces(c, o, bytes, item, true);
        c.mem.checkWrite(last(c, o, bytes, true), 1);
    }

    /** Faults where a restore would. @param item size of an item of the environment, in bytes */
    static void requireReadable(Cpu c, Op o, int bytes, int item) {
        long at = Operands.part(c, o, 0, item, item, false);
        c.mem.read(at, item);
        checkPieces(c, o, bytes, item, false);
        c.mem.read(last(c, o, bytes, false), 1);
    }

    /** Checks that the segment allows each piece: items of the environment, then registers. A piece may lie across the segment's end. */
    private static void checkPieces(Cpu c, Op o, int bytes, int item, boolean write) {
        int environment = EnvironmentLayout.ITEMS * item;
        for (int i = item, piece; i < bytes; i += piece) {
            piece = i < environment ? item : (i - environment) % (SIGNIFICAND + EXPONENT) == 0 ? SIGNIFICAND : EXPONENT;
            Operands.part(c, o, i, piece, 1, write);
        }
    }

    /** The linear address of the last byte. */
    private static long last(Cpu c, Op o, int bytes, boolean write) { return Operands.part(c, o, bytes - 1, 1, 1, write); }

    /** The linear address of the exponent of a register in memory, whose significand is at the operand's address. */
    static long exponent(Cpu c, Op o, boolean write) { return exponent(c, o, 0, write); }

    /** The linear address of the exponent of a register that is {@code more} bytes beyond the operand's address. */
    static long exponent(Cpu c, Op o, int more, boolean write) { return Operands.part(c, o, more + SIGNIFICAND, EXPONENT, 1, write); }
    static long significand(Cpu c, Op o, int more, boolean write) { return Operands.part(c, o, more, SIGNIFICAND, 1, write); }
}
