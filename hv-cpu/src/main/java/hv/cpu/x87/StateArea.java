package hv.cpu.x87;

import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Operands;

/** An area in memory that holds processor state: aligned, and known to be there before anything changes. */
final class StateArea {
    private StateArea() {}

    /** The linear address for a save; a fault is thrown now or never. @param alignment in bytes, else #GP(0) */
    static long toWrite(Cpu c, Op o, int bytes, int alignment) {
        long at = address(c, o, bytes, alignment, true);
        c.mem.checkWrite(at, bytes);
        return at;
    }

    /** The linear address for a restore: the first and the last byte can be read, and the area is smaller than a page. */
    static long toRead(Cpu c, Op o, int bytes, int alignment) {
        long at = address(c, o, bytes, alignment, false);
        c.mem.read(at, 1);
        c.mem.read(at + bytes - 1, 1);
        return at;
    }

    private static long address(Cpu c, Op o, int bytes, int alignment, boolean write) {
        long at = Operands.address(c, o, bytes, 1, write);
        if ((at & alignment - 1) != 0) throw c.gp(0);
        return at;
    }
}
