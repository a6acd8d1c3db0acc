package hv.cpu.simd;

import hv.cpu.decode.Kind;
import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Operation;
import java.util.function.LongBinaryOperator;

/**
 * An instruction on MMX or XMM registers that applies one function to each 64 bits.
 *
 * @param function from 64 bits of the destination and of the source to the result
 */
record Halves(LongBinaryOperator function) implements Operation {
    @Override
    public void run(Cpu c, Op o, int w, int dk, int sk) {
        if (dk == Kind.XMM) xmm(c, o, sk);
        else mmx(c, o, w, sk);
    }

    private void xmm(Cpu c, Op o, int sk) {
        Sse.check(c);
        long at = Sse.source(c, o, sk), low = Sse.low(c, o, sk, at), high = Sse.high(c, o, sk, at);
        long[] x = c.vector.xmm;
        int i = o.dr << 1;
        x[i] = function.applyAsLong(x[i], low);
        x[i + 1] = function.applyAsLong(x[i + 1], high);
    }

    private void mmx(Cpu c, Op o, int w, int sk) {
        Mmx.check(c);
        long source = Mmx.source(c, o, sk, w);
        Mmx.finish(c, o.dr, function.applyAsLong(c.x87.significands[o.dr], source));
    }
}
