package hv.cpu.semantics;

import static hv.cpu.semantics.Operands.source;

import hv.api.x86.ExceptionVector;
import hv.cpu.decode.Op;

/** BOUND and CRC32. */
final class Checks {
    /** The polynomial 11EDC6F41H of CRC32C, its bits in reverse order. */
    private static final int CASTAGNOLI = 0x82F6_3B78;
    private static final int[] CRC = new int[256];

    static {
        for (int i = 0; i < CRC.length; i++) {
            int rest = i;
            for (int bit = 0; bit < 8; bit++) rest = rest >>> 1 ^ ((rest & 1) != 0 ? CASTAGNOLI : 0);
            CRC[i] = rest;
        }
    }

    private Checks() {}

    /**
     * Checks an index against the pair in memory: the lower and the upper bound, signed and inclusive. The upper bound is not read where the index is
     * below the lower one.
     */
    static void bound(Cpu c, Op o, int w, int dk, int sk) {
        long index = Width.signed(w, c.r[o.dr]);
        if (index < Width.signed(w, source(c, o, w, sk))) throw c.fault(ExceptionVector.BR);
        long second = Width.unsigned(o.addressWidth, Operands.offset(c, o) + w);
        if (index > Width.signed(w, c.mem.read(Operands.linear(c, o.segment, second, w, false), w))) throw c.fault(ExceptionVector.BR);
    }

    /** Accumulates a CRC. The destination is 4 bytes wide; with REX.W its upper half is cleared. */
    static void crc32(Cpu c, Op o, int w, int dk, int sk) {
        long data = source(c, o, o.sw, sk);
        int crc = (int) c.r[o.dr];
        for (int i = 0; i < o.sw; i++, data >>>= 8) crc = crc >>> 8 ^ CRC[(crc ^ (int) data) & 0xFF];
        Operands.setRegister(c, 4, o.dr, crc);
    }
}
