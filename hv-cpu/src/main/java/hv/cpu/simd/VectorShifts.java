package hv.cpu.simd;

import hv.cpu.decode.Kind;
import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Operation;
import java.util.function.LongBinaryOperator;

/**
 * A shift of MMX or XMM registers. All lanes are shifted by one count: an immediate, or the low 64 bits of the source.
 *
 * @param function from 64 bits and the count, unsigned, to the result
 * @sdm 1 "MMX Shift Instructions"
 */
record VectorShifts(LongBinaryOperator function) implements Operation {
    @Override
    public void run(Cpu c, Op o, int w, int dk, int sk) {
        if (dk == Kind.XMM) xmm(c, o, sk);
        else mmx(c, o, sk);
    }

    private void xmm(Cpu c, Op o, int sk) {
        Sse.check(c);
        long count = sk == Kind.IMM ? o.immediate : Sse.low(c, o, sk, Sse.source(c, o, sk));
        long[] x = c.vector.xmm;
        int i = o.dr << 1;
        x[i] = function.applyAsLong(x[i], count);
        x[i + 1] = function.applyAsLong(x[i + 1], count);
    }

    private void mmx(Cpu c, Op o, int sk) {
        Mmx.check(c);
        long count = sk == Kind.IMM ? o.immediate : Mmx.source(c, o, sk, 8);
        Mmx.finish(c, o.dr, function.applyAsLong(c.x87.significands[o.dr], count));
    }

    /**
     * @param bits the width of a lane
     * @param ones 1 in each lane
     */
    static VectorShifts left(int bits, long ones) {
        return new VectorShifts((a, count) -> beyond(count, bits) ? 0 : a << count & (-1L >>> 64 - bits << count & -1L >>> 64 - bits) * ones);
    }

    static VectorShifts right(int bits, long ones) {
        return new VectorShifts((a, count) -> beyond(count, bits) ? 0 : a >>> count & (-1L >>> 64 - bits >>> count) * ones);
    }

    static VectorShifts arithmeticWords() {
        return new VectorShifts((a, count) -> {
            int n = beyond(count, 16) ? 15 : (int) count;
            long result = 0;
            for (int i = 0; i < 64; i += 16) result |= ((short) (a >>> i) >> n & 0xFFFFL) << i;
            return result;
        });
    }

    static VectorShifts arithmeticDwords() {
        return new VectorShifts((a, count) -> {
            int n = beyond(count, 32) ? 31 : (int) count;
            return Elements.join((int) a >> n, (a >> 32) >> n);
        });
    }

    private static boolean beyond(long count, int bits) { return Long.compareUnsigned(count, bits) >= 0; }
}
