package hv.cpu.simd;

import hv.cpu.decode.Kind;
import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Operands;
import hv.cpu.semantics.Width;

/**
 * Single elements to and from general registers and memory.
 *
 * @sdm 1 "SSE4.1 Insertion and Extractions from XMM Registers"
 */
final class Elements {
    private static final long LOW = 0xFFFF_FFFFL;

    private Elements() {}

    /** The {@code n}-th element of {@code bytes} bytes of a register; the number is taken modulo their count. */
    private static long element(Cpu c, int register, int bytes, int n) {
        int bit = (n & 16 / bytes - 1) * bytes * 8;
        return Width.unsigned(bytes, c.vector.xmm[(register << 1) + (bit >> 6)] >>> (bit & 63));
    }

    private static void insert(Cpu c, int register, int bytes, int n, long value) {
        int bit = (n & 16 / bytes - 1) * bytes * 8, i = (register << 1) + (bit >> 6);
        c.vector.xmm[i] = replaced(c.vector.xmm[i], bytes, bit & 63, value);
    }

    private static long replaced(long old, int bytes, int bit, long value) {
        long mask = Width.unsigned(bytes, -1);
        return old & ~(mask << bit) | (value & mask) << bit;
    }

    /** PINSRB, PINSRW, PINSRD, PINSRQ: inserts an element from a register or memory. */
    private static void insert(Cpu c, Op o, int sk, int bytes) {
        Sse.check(c);
        insert(c, o.dr, bytes, (int) o.immediate, Operands.source(c, o, bytes, sk));
    }

    static void pinsrb(Cpu c, Op o, int w, int dk, int sk) { insert(c, o, sk, 1); }

    static void pinsrd(Cpu c, Op o, int w, int dk, int sk) { insert(c, o, sk, o.sw); }

    static void pinsrw(Cpu c, Op o, int w, int dk, int sk) {
        if (dk == Kind.XMM) {
            insert(c, o, sk, 2);
            return;
        }
        Mmx.check(c);
        long value = Operands.source(c, o, 2, sk);
        Mmx.finish(c, o.dr, replaced(c.x87.significands[o.dr], 2, ((int) o.immediate & 3) * 16, value));
    }

    /** PEXTRB, PEXTRW, PEXTRD, PEXTRQ, EXTRACTPS: extracts an element, zero-extended in a register. */
    private static void extract(Cpu c, Op o, int dk, int bytes) {
        Sse.check(c);
        long value = element(c, o.sr, bytes, (int) o.immediate);
        if (dk == Kind.MEM) Operands.store(c, o, bytes, dk, value);
        else Operands.setRegister(c, Math.max(bytes, 4), o.dr, value);
    }

    static void pextrb(Cpu c, Op o, int w, int dk, int sk) { extract(c, o, dk, 1); }

    static void pextrd(Cpu c, Op o, int w, int dk, int sk) { extract(c, o, dk, o.dw); }

    static void extractps(Cpu c, Op o, int w, int dk, int sk) { extract(c, o, dk, 4); }

    static void pextrw(Cpu c, Op o, int w, int dk, int sk) {
        if (sk == Kind.XMM) {
            extract(c, o, dk, 2);
            return;
        }
        Mmx.check(c);
        Operands.setRegister(c, 4, o.dr, c.x87.significands[o.sr] >>> ((int) o.immediate & 3) * 16 & 0xFFFF);
        c.x87.enterMmx();
    }

    /**
     * Inserts an element. Bits 7:6 of the immediate choose it in a source register, bits 5:4 its place in the destination; bits 3:0 choose the
     * elements that become 0.
     */
    static void insertps(Cpu c, Op o, int w, int dk, int sk) {
        Sse.check(c);
        int immediate = (int) o.immediate;
        long value = sk == Kind.MEM ? Sse.scalar(c, o, sk, 4) : element(c, o.sr, 4, immediate >> 6);
        insert(c, o.dr, 4, immediate >> 4, value);
        for (int i = 0; i < 4; i++) if ((immediate >> i & 1) != 0) insert(c, o.dr, 4, i, 0);
    }

    static void pmovmskb(Cpu c, Op o, int w, int dk, int sk) {
        if (sk == Kind.XMM) {
            Sse.check(c);
            long[] x = c.vector.xmm;
            Operands.setRegister(c, 4, o.dr, Lanes.byteSigns(x[o.sr << 1]) | Lanes.byteSigns(x[(o.sr << 1) + 1]) << 8);
        } else {
            Mmx.check(c);
            Operands.setRegister(c, 4, o.dr, Lanes.byteSigns(c.x87.significands[o.sr]));
            c.x87.enterMmx();
        }
    }

    /** PMOVSXBW and its like: extends elements of {@code from} bytes to {@code to} bytes. */
    static void extend(Cpu c, Op o, int sk, int from, int to, boolean signed) {
        Sse.check(c);
        int elements = 8 / to;
        long source = Sse.scalar(c, o, sk, 16 * from / to);
        Sse.set(c, o.dr, extended(source, elements, from, to, signed), extended(source >>> elements * from * 8, elements, from, to, signed));
    }

    private static long extended(long source, int elements, int from, int to, boolean signed) {
        long result = 0;
        for (int i = 0; i < elements; i++) {
            long value = source >>> i * from * 8;
            result |= Width.unsigned(to, signed ? Width.signed(from, value) : Width.unsigned(from, value)) << i * to * 8;
        }
        return result;
    }

    /** Joins two 32-bit values in a long. */
    static long join(long low, long high) { return low & LOW | high << 32; }
}
