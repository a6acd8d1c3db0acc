package hv.cpu.simd;

import hv.cpu.decode.Kind;
import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Operands;

/**
 * Moves between XMM registers and memory. Stores and loads with non-temporal hints are done like any others.
 *
 * @sdm 1 "SSE2 Data Movement Instructions"
 */
final class VectorMoves {
    private static final long LOW = 0xFFFF_FFFFL;

    private VectorMoves() {}

    /** MOVAPS and others whose memory operand must be aligned. */
    static void aligned(Cpu c, Op o, int w, int dk, int sk) {
        Sse.check(c);
        if (dk == Kind.MEM) store(c, Sse.aligned(c, o, true), o.sr);
        else if (sk == Kind.MEM) load(c, Sse.aligned(c, o, false), o.dr);
        else copy(c, o);
    }

    /** MOVUPS and others whose memory operand need not be aligned. */
    static void unaligned(Cpu c, Op o, int w, int dk, int sk) {
        Sse.check(c);
        if (dk == Kind.MEM) store(c, Sse.unaligned(c, o, true), o.sr);
        else if (sk == Kind.MEM) load(c, Sse.unaligned(c, o, false), o.dr);
        else copy(c, o);
    }

    private static void store(Cpu c, long at, int register) {
        c.mem.write16(at, c.vector.xmm[register << 1], c.vector.xmm[(register << 1) + 1]);
    }

    private static void load(Cpu c, long at, int register) {
        long low = c.mem.read(at, 8), high = c.mem.read(at + 8, 8);
        Sse.set(c, register, low, high);
    }

    private static void copy(Cpu c, Op o) { Sse.set(c, o.dr, c.vector.xmm[o.sr << 1], c.vector.xmm[(o.sr << 1) + 1]); }

    /** Moves a single-precision value. A move between registers keeps the rest of the destination; a load makes it 0. */
    static void movss(Cpu c, Op o, int w, int dk, int sk) {
        Sse.check(c);
        long[] x = c.vector.xmm;
        if (dk == Kind.MEM) c.mem.write(Operands.address(c, o, 4, true), 4, x[o.sr << 1]);
        else if (sk == Kind.MEM) Sse.set(c, o.dr, c.mem.read(Operands.address(c, o, 4, false), 4), 0);
        else x[o.dr << 1] = x[o.dr << 1] & ~LOW | x[o.sr << 1] & LOW;
    }

    static void movsd(Cpu c, Op o, int w, int dk, int sk) {
        Sse.check(c);
        long[] x = c.vector.xmm;
        if (dk == Kind.MEM) c.mem.write(Operands.address(c, o, 8, true), 8, x[o.sr << 1]);
        else if (sk == Kind.MEM) Sse.set(c, o.dr, c.mem.read(Operands.address(c, o, 8, false), 8), 0);
        else x[o.dr << 1] = x[o.sr << 1];
    }

    /** Moves 8 bytes. The upper half of an XMM destination becomes 0, also where the source is an XMM register. */
    static void movq(Cpu c, Op o, int w, int dk, int sk) {
        if (dk == Kind.MMX || sk == Kind.MMX) {
            MmxMoves.movq(c, o, dk, sk);
            return;
        }
        Sse.check(c);
        if (dk == Kind.MEM) c.mem.write(Operands.address(c, o, 8, true), 8, c.vector.xmm[o.sr << 1]);
        else Sse.set(c, o.dr, Sse.scalar(c, o, sk, 8), 0);
    }

    /** Moves 4 or 8 bytes between an XMM register and a general one or memory. */
    static void movd(Cpu c, Op o, int w, int dk, int sk) {
        if (dk == Kind.MMX || sk == Kind.MMX) {
            MmxMoves.movd(c, o, dk, sk);
            return;
        }
        Sse.check(c);
        if (dk == Kind.XMM) Sse.set(c, o.dr, MmxMoves.zeroExtended(o.sw, Operands.source(c, o, o.sw, sk)), 0);
        else Operands.store(c, o, o.dw, dk, c.vector.xmm[o.sr << 1]);
    }

    /** MOVLPS and MOVLPD. */
    static void low(Cpu c, Op o, int w, int dk, int sk) { half(c, o, dk, 0); }

    /** MOVHPS and MOVHPD. */
    static void high(Cpu c, Op o, int w, int dk, int sk) { half(c, o, dk, 1); }

    private static void half(Cpu c, Op o, int dk, int which) {
        Sse.check(c);
        if (dk == Kind.MEM) c.mem.write(Operands.address(c, o, 8, true), 8, c.vector.xmm[(o.sr << 1) + which]);
        else c.vector.xmm[(o.dr << 1) + which] = c.mem.read(Operands.address(c, o, 8, false), 8);
    }

    static void movddup(Cpu c, Op o, int w, int dk, int sk) {
        Sse.check(c);
        long value = Sse.scalar(c, o, sk, 8);
        Sse.set(c, o.dr, value, value);
    }

    static void movmskpd(Cpu c, Op o, int w, int dk, int sk) {
        Sse.check(c);
        Operands.setRegister(c, 4, o.dr, c.vector.xmm[o.sr << 1] >>> 63 | c.vector.xmm[(o.sr << 1) + 1] >>> 62 & 2);
    }

    static void movmskps(Cpu c, Op o, int w, int dk, int sk) {
        Sse.check(c);
        Operands.setRegister(c, 4, o.dr, signs(c.vector.xmm[o.sr << 1]) | signs(c.vector.xmm[(o.sr << 1) + 1]) << 2);
    }

    private static long signs(long pair) { return pair >>> 31 & 1 | pair >>> 62 & 2; }
}
