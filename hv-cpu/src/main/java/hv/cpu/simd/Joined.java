package hv.cpu.simd;

import hv.cpu.decode.Kind;
import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Operation;
import java.util.function.LongUnaryOperator;

/**
 * An instruction on MMX or XMM registers that turns each 64 bits into 32. The results from the destination operand come first, those from the source
 * above them.
 *
 * @param function from 64 bits to 32, zero-extended
 */
record Joined(LongUnaryOperator function) implements Operation {
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
        x[i] = join(x[i], x[i + 1]);
        x[i + 1] = join(low, high);
    }

    private void mmx(Cpu c, Op o, int w, int sk) {
        Mmx.check(c);
        long source = Mmx.source(c, o, sk, w);
        Mmx.finish(c, o.dr, join(c.x87.significands[o.dr], source));
    }

    private long join(long low, long high) { return function.applyAsLong(low) | function.applyAsLong(high) << 32; }
}
