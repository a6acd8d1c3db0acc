package hv.cpu.simd;

import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import hv.cpu.softfloat.Conversion;
import hv.cpu.softfloat.Format;
import hv.cpu.state.VectorState;

/**
 * Rounding to integral values, in the way that the immediate says.
 *
 * @sdm 2B "ROUNDPD—Round Packed Double Precision Floating-Point Values"
 */
final class Rounds {
    private static final long LOW = 0xFFFF_FFFFL;

    private Rounds() {}

    private static long single(VectorState v, long a, int immediate) { return Conversion.round(v, Format.SINGLE, a & LOW, immediate); }

    private static long pair(VectorState v, long a, int immediate) { return single(v, a, immediate) | single(v, a >>> 32, immediate) << 32; }

    private static long real(VectorState v, long a, int immediate) { return Conversion.round(v, Format.DOUBLE, a, immediate); }

    static void roundps(Cpu c, Op o, int w, int dk, int sk) {
        Sse.check(c);
        long at = Sse.source(c, o, sk), b0 = Sse.low(c, o, sk, at), b1 = Sse.high(c, o, sk, at);
        long low = pair(c.vector, b0, (int) o.immediate), high = pair(c.vector, b1, (int) o.immediate);
        Sse.report(c);
        Sse.set(c, o.dr, low, high);
    }

    static void roundpd(Cpu c, Op o, int w, int dk, int sk) {
        Sse.check(c);
        long at = Sse.source(c, o, sk), b0 = Sse.low(c, o, sk, at), b1 = Sse.high(c, o, sk, at);
        long low = real(c.vector, b0, (int) o.immediate), high = real(c.vector, b1, (int) o.immediate);
        Sse.report(c);
        Sse.set(c, o.dr, low, high);
    }

    static void roundss(Cpu c, Op o, int w, int dk, int sk) {
        Sse.check(c);
        long result = single(c.vector, Sse.scalar(c, o, sk, 4), (int) o.immediate);
        Sse.report(c);
        c.vector.xmm[o.dr << 1] = c.vector.xmm[o.dr << 1] & ~LOW | result;
    }

    static void roundsd(Cpu c, Op o, int w, int dk, int sk) {
        Sse.check(c);
        long result = real(c.vector, Sse.scalar(c, o, sk, 8), (int) o.immediate);
        Sse.report(c);
        c.vector.xmm[o.dr << 1] = result;
    }
}
