package hv.cpu.simd;

import hv.api.x86.Rflags;
import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import hv.cpu.softfloat.Comparison;
import hv.cpu.state.VectorState;

/**
 * CMPPS and its like, by predicate; COMISS and its like; PTEST.
 *
 * @sdm 2A "CMPPD—Compare Packed Double Precision Floating-Point Values"; 2A "COMISD—Compare Scalar Ordered Double Precision Floating-Point Values"
 */
final class Comparisons {
    /**
     * The relations for which each predicate is true: bit 0 less, 1 equal, 2 greater, 3 unordered. Predicates: EQ, LT, LE, UNORD, NEQ, NLT, NLE, ORD.
     */
    private static final int[] TRUE_FOR = {0b0010, 0b0001, 0b0011, 0b1000, 0b1101, 0b1110, 0b1100, 0b0111};
    /** The predicates for which a QNaN is an invalid operation: LT, LE, NLT, NLE. */
    private static final int SIGNALING = 0b0110_0110;
    private static final long LOW = 0xFFFF_FFFFL;

    private Comparisons() {}

    private static boolean holds(int predicate, int comparison) { return (TRUE_FOR[predicate] >> comparison + 1 & 1) != 0; }

    private static boolean quiet(int predicate) { return (SIGNALING >> predicate & 1) == 0; }

    private static long doubles(VectorState v, long a, long b, int predicate) {
        return holds(predicate, Doubles.compare(v, a, b, quiet(predicate))) ? -1 : 0;
    }

    private static long singles(VectorState v, long a, long b, int predicate) {
        return holds(predicate, Singles.compare(v, a & LOW, b & LOW, quiet(predicate))) ? LOW : 0;
    }

    static void cmppd(Cpu c, Op o, int w, int dk, int sk) {
        Sse.check(c);
        long at = Sse.source(c, o, sk), b0 = Sse.low(c, o, sk, at), b1 = Sse.high(c, o, sk, at);
        int predicate = (int) o.immediate & 7, i = o.dr << 1;
        long[] x = c.vector.xmm;
        long low = doubles(c.vector, x[i], b0, predicate), high = doubles(c.vector, x[i + 1], b1, predicate);
        Sse.report(c);
        Sse.set(c, o.dr, low, high);
    }

    static void cmpps(Cpu c, Op o, int w, int dk, int sk) {
        Sse.check(c);
        long at = Sse.source(c, o, sk), b0 = Sse.low(c, o, sk, at), b1 = Sse.high(c, o, sk, at);
        int predicate = (int) o.immediate & 7, i = o.dr << 1;
        long[] x = c.vector.xmm;
        long low = singles(c.vector, x[i], b0, predicate) | singles(c.vector, x[i] >>> 32, b0 >>> 32, predicate) << 32;
        long high = singles(c.vector, x[i + 1], b1, predicate) | singles(c.vector, x[i + 1] >>> 32, b1 >>> 32, predicate) << 32;
        Sse.report(c);
        Sse.set(c, o.dr, low, high);
    }

    static void cmpsd(Cpu c, Op o, int w, int dk, int sk) {
        Sse.check(c);
        long b = Sse.scalar(c, o, sk, 8), result = doubles(c.vector, c.vector.xmm[o.dr << 1], b, (int) o.immediate & 7);
        Sse.report(c);
        c.vector.xmm[o.dr << 1] = result;
    }

    static void cmpss(Cpu c, Op o, int w, int dk, int sk) {
        Sse.check(c);
        long b = Sse.scalar(c, o, sk, 4), a = c.vector.xmm[o.dr << 1], result = singles(c.vector, a, b, (int) o.immediate & 7);
        Sse.report(c);
        c.vector.xmm[o.dr << 1] = a & ~LOW | result;
    }

    static void comisd(Cpu c, Op o, int w, int dk, int sk) { compareDoubles(c, o, sk, false); }

    static void ucomisd(Cpu c, Op o, int w, int dk, int sk) { compareDoubles(c, o, sk, true); }

    static void comiss(Cpu c, Op o, int w, int dk, int sk) { compareSingles(c, o, sk, false); }

    static void ucomiss(Cpu c, Op o, int w, int dk, int sk) { compareSingles(c, o, sk, true); }

    private static void compareDoubles(Cpu c, Op o, int sk, boolean quiet) {
        Sse.check(c);
        long b = Sse.scalar(c, o, sk, 8);
        finish(c, Doubles.compare(c.vector, c.vector.xmm[o.dr << 1], b, quiet));
    }

    private static void compareSingles(Cpu c, Op o, int sk, boolean quiet) {
        Sse.check(c);
        long b = Sse.scalar(c, o, sk, 4) & LOW;
        finish(c, Singles.compare(c.vector, c.vector.xmm[o.dr << 1] & LOW, b, quiet));
    }

    /** Sets ZF where no bit is 1 in both operands, and CF where no bit is 1 in the second alone. */
    static void ptest(Cpu c, Op o, int w, int dk, int sk) {
        Sse.check(c);
        long at = Sse.source(c, o, sk), low = Sse.low(c, o, sk, at), high = Sse.high(c, o, sk, at);
        long a = c.vector.xmm[o.dr << 1], b = c.vector.xmm[(o.dr << 1) + 1];
        c.flags.setStatus(((a & low | b & high) == 0 ? Rflags.ZF : 0) | ((~a & low | ~b & high) == 0 ? Rflags.CF : 0));
    }

    private static void finish(Cpu c, int comparison) {
        Sse.report(c);
        c.flags.setStatus(switch (comparison) {
            case Comparison.LESS -> Rflags.CF;
            case Comparison.EQUAL -> Rflags.ZF;
            case Comparison.GREATER -> 0;
            default -> Rflags.ZF | Rflags.PF | Rflags.CF;
        });
    }
}
