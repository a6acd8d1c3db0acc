package hv.cpu.simd;

import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Operation;
import hv.cpu.state.VectorState;

/**
 * Floating-point instructions across elements: HADDPS and its like, ADDSUBPS, dot products.
 *
 * @sdm 1 "SSE3 Horizontal Addition/Subtraction", "Packed Addition/Subtraction"; 2A "DPPS—Dot Product of Packed Single Precision Floating-Point Values"
 */
final class Horizontal {
    private static final long LOW = 0xFFFF_FFFFL;

    private Horizontal() {}

    /** HADDPD or HSUBPD: applies the function to the two elements of each operand. */
    record Doubled(FloatFunction function) implements Operation {
        @Override
        public void run(Cpu c, Op o, int w, int dk, int sk) {
            Sse.check(c);
            long at = Sse.source(c, o, sk), b0 = Sse.low(c, o, sk, at), b1 = Sse.high(c, o, sk, at);
            var v = c.vector;
            int i = o.dr << 1;
            long low = function.apply(v, v.xmm[i], v.xmm[i + 1]), high = function.apply(v, b0, b1);
            Sse.report(c);
            Sse.set(c, o.dr, low, high);
        }
    }

    /** HADDPS or HSUBPS: applies the function to each pair of neighbouring elements. */
    record Singled(FloatFunction function) implements Operation {
        @Override
        public void run(Cpu c, Op o, int w, int dk, int sk) {
            Sse.check(c);
            long at = Sse.source(c, o, sk), b0 = Sse.low(c, o, sk, at), b1 = Sse.high(c, o, sk, at);
            var v = c.vector;
            int i = o.dr << 1;
            long low = neighbours(v, v.xmm[i]) | neighbours(v, v.xmm[i + 1]) << 32, high = neighbours(v, b0) | neighbours(v, b1) << 32;
            Sse.report(c);
            Sse.set(c, o.dr, low, high);
        }

        private long neighbours(VectorState v, long pair) { return function.apply(v, pair & LOW, pair >>> 32); }
    }

    static void addsubpd(Cpu c, Op o, int w, int dk, int sk) {
        Sse.check(c);
        long at = Sse.source(c, o, sk), b0 = Sse.low(c, o, sk, at), b1 = Sse.high(c, o, sk, at);
        var v = c.vector;
        int i = o.dr << 1;
        long low = Doubles.subtract(v, v.xmm[i], b0), high = Doubles.add(v, v.xmm[i + 1], b1);
        Sse.report(c);
        Sse.set(c, o.dr, low, high);
    }

    static void addsubps(Cpu c, Op o, int w, int dk, int sk) {
        Sse.check(c);
        long at = Sse.source(c, o, sk), b0 = Sse.low(c, o, sk, at), b1 = Sse.high(c, o, sk, at);
        var v = c.vector;
        int i = o.dr << 1;
        long low = alternating(v, v.xmm[i], b0), high = alternating(v, v.xmm[i + 1], b1);
        Sse.report(c);
        Sse.set(c, o.dr, low, high);
    }

    private static long alternating(VectorState v, long a, long b) {
        return Singles.subtract(v, a & LOW, b & LOW) | Singles.add(v, a >>> 32, b >>> 32) << 32;
    }

    /**
     * The dot product. Bits 7:4 of the immediate choose the elements that are multiplied, bits 3:0 those that get the sum. Exceptions are taken after
     * the multiplication and after each addition. Every lane adds in an order of its own, which shows where several elements are NaNs.
     */
    static void dpps(Cpu c, Op o, int w, int dk, int sk) {
        Sse.check(c);
        long at = Sse.source(c, o, sk), b0 = Sse.low(c, o, sk, at), b1 = Sse.high(c, o, sk, at);
        var v = c.vector;
        int i = o.dr << 1, immediate = (int) o.immediate;
        long low = products(v, v.xmm[i], b0, immediate >> 4), high = products(v, v.xmm[i + 1], b1, immediate >> 6);
        Sse.report(c);
        long lower = FloatVector.pair(Singles::add, v, Long.rotateLeft(low, 32), low);
        long upper = FloatVector.pair(Singles::add, v, Long.rotateLeft(high, 32), high);
        Sse.report(c);
        long first = FloatVector.pair(Singles::add, v, lower, upper), second = FloatVector.pair(Singles::add, v, upper, lower);
        Sse.report(c);
        Sse.set(c, o.dr, chosen(first, immediate), chosen(second, immediate >> 2));
    }

    private static long products(VectorState v, long a, long b, int chosen) {
        long low = (chosen & 1) != 0 ? Singles.multiply(v, a & LOW, b & LOW) : 0;
        return (chosen & 2) != 0 ? low | Singles.multiply(v, a >>> 32, b >>> 32) << 32 : low;
    }

    private static long chosen(long pair, int chosen) { return ((chosen & 1) != 0 ? pair & LOW : 0) | ((chosen & 2) != 0 ? pair & ~LOW : 0); }

    static void dppd(Cpu c, Op o, int w, int dk, int sk) {
        Sse.check(c);
        long at = Sse.source(c, o, sk), b0 = Sse.low(c, o, sk, at), b1 = Sse.high(c, o, sk, at);
        var v = c.vector;
        int i = o.dr << 1, immediate = (int) o.immediate;
        long low = (immediate & 0x10) != 0 ? Doubles.multiply(v, v.xmm[i], b0) : 0;
        long high = (immediate & 0x20) != 0 ? Doubles.multiply(v, v.xmm[i + 1], b1) : 0;
        Sse.report(c);
        long first = Doubles.add(v, low, high), second = Doubles.add(v, high, low);
        Sse.report(c);
        Sse.set(c, o.dr, (immediate & 1) != 0 ? first : 0, (immediate & 2) != 0 ? second : 0);
    }
}
