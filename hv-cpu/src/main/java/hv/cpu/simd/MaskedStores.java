package hv.cpu.simd;

import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Operands;
import hv.cpu.semantics.Width;
import hv.cpu.state.Registers;

/**
 * Stores of chosen bytes at DS:rDI. Where no byte in a page is chosen, the manual leaves open whether that page can fault: it does, as on
 * Intel's processors.
 *
 * @sdm 2B "MASKMOVDQU—Store Selected Bytes of Double Quadword"
 */
final class MaskedStores {
    private MaskedStores() {}

    static void maskmovdqu(Cpu c, Op o, int w, int dk, int sk) {
        Sse.check(c);
        long[] x = c.vector.xmm;
        int d = o.dr << 1, s = o.sr << 1;
        long high = address(c, o, 8);
        c.mem.checkWrite(high, 8);
        long low = address(c, o, 0);
        c.mem.checkWrite(low, 8);
        store(c, low, x[d], x[s]);
        store(c, high, x[d + 1], x[s + 1]);
    }

    static void maskmovq(Cpu c, Op o, int w, int dk, int sk) {
        Mmx.check(c);
        long value = c.x87.significands[o.dr], mask = c.x87.significands[o.sr], at = address(c, o, 0);
        c.mem.checkWrite(at, 8);
        store(c, at, value, mask);
        c.x87.enterMmx();
    }

    /** The linear address of eight of the bytes. @param from the first one's offset from DS:rDI */
    private static long address(Cpu c, Op o, int from) {
        return Operands.linear(c, o.segment, Width.unsigned(o.addressWidth, c.r[Registers.RDI] + from), 8, true);
    }

    private static void store(Cpu c, long at, long value, long mask) {
        for (int i = 0; i < 8; i++) if ((mask >>> 8 * i & 0x80) != 0) c.mem.write(at + i, 1, value >>> 8 * i);
    }
}
