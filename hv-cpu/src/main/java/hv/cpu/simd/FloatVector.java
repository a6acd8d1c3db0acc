package hv.cpu.simd;

import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Operation;
import hv.cpu.state.VectorState;

/** Floating-point instructions that apply one function to each element: packed and scalar, single and double precision. */
final class FloatVector {
    private static final long LOW = 0xFFFF_FFFFL;

    private FloatVector() {}

    record PackedDouble(FloatFunction function) implements Operation {
        @Override
        public void run(Cpu c, Op o, int w, int dk, int sk) {
            Sse.check(c);
            long at = Sse.source(c, o, sk), b0 = Sse.low(c, o, sk, at), b1 = Sse.high(c, o, sk, at);
            var v = c.vector;
            int i = o.dr << 1;
            long low = function.apply(v, v.xmm[i], b0), high = function.apply(v, v.xmm[i + 1], b1);
            Sse.report(c);
            Sse.set(c, o.dr, low, high);
        }
    }

    record PackedSingle(FloatFunction function) implements Operation {
        @Override
        public void run(Cpu c, Op o, int w, int dk, int sk) {
            Sse.check(c);
            long at = Sse.source(c, o, sk), b0 = Sse.low(c, o, sk, at), b1 = Sse.high(c, o, sk, at);
            var v = c.vector;
            int i = o.dr << 1;
            long low = pair(function, v, v.xmm[i], b0), high = pair(function, v, v.xmm[i + 1], b1);
            Sse.report(c);
            Sse.set(c, o.dr, low, high);
        }
    }

    record ScalarDouble(FloatFunction function) implements Operation {
        @Override
        public void run(Cpu c, Op o, int w, int dk, int sk) {
            Sse.check(c);
            long b = Sse.scalar(c, o, sk, 8);
            var v = c.vector;
            long result = function.apply(v, v.xmm[o.dr << 1], b);
            Sse.report(c);
            v.xmm[o.dr << 1] = result;
        }
    }

    record ScalarSingle(FloatFunction function) implements Operation {
        @Override
        public void run(Cpu c, Op o, int w, int dk, int sk) {
            Sse.check(c);
            long b = Sse.scalar(c, o, sk, 4) & LOW;
            var v = c.vector;
            long old = v.xmm[o.dr << 1];
            long result = function.apply(v, old & LOW, b);
            Sse.report(c);
            v.xmm[o.dr << 1] = old & ~LOW | result;
        }
    }

    /** Applies a function to two single-precision elements in a long. */
    static long pair(FloatFunction function, VectorState v, long a, long b) {
        return function.apply(v, a & LOW, b & LOW) | function.apply(v, a >>> 32, b >>> 32) << 32;
    }
}
