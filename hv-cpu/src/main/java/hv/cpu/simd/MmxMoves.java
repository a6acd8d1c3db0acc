package hv.cpu.simd;

import hv.cpu.decode.Kind;
import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Operands;
import hv.cpu.semantics.Width;

/**
 * Moves of MMX registers, and the end of their use.
 *
 * @sdm 1 "MMX Data Transfer Instructions", "EMMS Instruction"
 */
final class MmxMoves {
    private MmxMoves() {}

    static long zeroExtended(int w, long value) { return Width.unsigned(w, value); }

    static void movq(Cpu c, Op o, int dk, int sk) {
        Mmx.check(c);
        if (dk == Kind.MMX) Mmx.finish(c, o.dr, Mmx.source(c, o, sk, 8));
        else storeQuadword(c, o);
    }

    static void movntq(Cpu c, Op o, int w, int dk, int sk) {
        Mmx.check(c);
        storeQuadword(c, o);
    }

    private static void storeQuadword(Cpu c, Op o) {
        c.mem.write(Operands.address(c, o, 8, true), 8, c.x87.significands[o.sr]);
        c.x87.enterMmx();
    }

    static void movd(Cpu c, Op o, int dk, int sk) {
        Mmx.check(c);
        if (dk == Kind.MMX) Mmx.finish(c, o.dr, zeroExtended(o.sw, Operands.source(c, o, o.sw, sk)));
        else {
            Operands.store(c, o, o.dw, dk, c.x87.significands[o.sr]);
            c.x87.enterMmx();
        }
    }

    static void movq2dq(Cpu c, Op o, int w, int dk, int sk) {
        Sse.check(c);
        Mmx.check(c);
        c.x87.enterMmx();
        Sse.set(c, o.dr, c.x87.significands[o.sr], 0);
    }

    static void movdq2q(Cpu c, Op o, int w, int dk, int sk) {
        Sse.check(c);
        Mmx.check(c);
        Mmx.finish(c, o.dr, c.vector.xmm[o.sr << 1]);
    }

    /** Makes all registers empty, so that x87 instructions may follow. */
    static void emms(Cpu c, Op o, int w, int dk, int sk) {
        Mmx.check(c);
        c.x87.top = 0;
        c.x87.tags = 0;
    }
}
