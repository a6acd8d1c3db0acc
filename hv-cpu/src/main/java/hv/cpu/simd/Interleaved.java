package hv.cpu.simd;

import hv.cpu.decode.Kind;
import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Operation;
import java.util.function.LongBinaryOperator;

/**
 * An instruction on MMX or XMM registers that interleaves the elements of one half of its operands.
 *
 * @param function interleaves the low 32 bits of two values
 * @param upper    whether the upper halves are interleaved
 */
record Interleaved(LongBinaryOperator function, boolean upper) implements Operation {
    @Override
    public void run(Cpu c, Op o, int w, int dk, int sk) {
        if (dk == Kind.XMM) xmm(c, o, sk);
        else mmx(c, o, w, sk);
    }

    private void xmm(Cpu c, Op o, int sk) {
        Sse.check(c);
        long at = Sse.source(c, o, sk), low = Sse.low(c, o, sk, at), high = Sse.high(c, o, sk, at);
        long a = c.vector.xmm[(o.dr << 1) + (upper ? 1 : 0)], b = upper ? high : low;
        Sse.set(c, o.dr, function.applyAsLong(a, b), function.applyAsLong(a >>> 32, b >>> 32));
    }

    private void mmx(Cpu c, Op o, int w, int sk) {
        Mmx.check(c);
        long b = Mmx.source(c, o, sk, w), a = c.x87.significands[o.dr];
        Mmx.finish(c, o.dr, upper ? function.applyAsLong(a >>> 32, b >>> 32) : function.applyAsLong(a, b));
    }
}
