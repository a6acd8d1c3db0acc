package hv.cpu.simd;

import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Operation;

/** An instruction on XMM registers whose function needs the whole of both operands. */
record Wide(Function function) implements Operation {
    @FunctionalInterface
    interface Function {
        /**
         * @param x         holds the destination at {@code i} (low half) and {@code i + 1} (high half), and gets the result there
         * @param low       low half of the source
         * @param high      high half of the source
         * @param immediate the instruction's immediate, 0 to 255; 0 where it has none
         */
        void apply(long[] x, int i, long low, long high, int immediate);
    }

    @Override
    public void run(Cpu c, Op o, int w, int dk, int sk) {
        Sse.check(c);
        long at = Sse.source(c, o, sk), low = Sse.low(c, o, sk, at), high = Sse.high(c, o, sk, at);
        function.apply(c.vector.xmm, o.dr << 1, low, high, (int) o.immediate);
    }
}
