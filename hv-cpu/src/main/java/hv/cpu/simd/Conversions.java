package hv.cpu.simd;

import hv.cpu.decode.Kind;
import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Operands;
import hv.cpu.softfloat.Conversion;
import hv.cpu.softfloat.Format;
import hv.cpu.state.VectorState;

/**
 * Conversions between integers and floating point, and between precisions.
 *
 * @sdm 1 "SSE Conversion Instructions"; 1 "SSE2 Conversion Instructions"
 */
final class Conversions {
    private static final long LOW = 0xFFFF_FFFFL;

    private Conversions() {}

    // ---- one element ----

    /** One element to an integer; see {@link Conversion#toInteger}. */
    private static long integer(VectorState v, long a, int bits, boolean truncate) {
        double value = Double.longBitsToDouble(a);
        if (!Doubles.plain(v) || !(Math.abs(value) < (bits == 32 ? 0x7FFF_FFFF : 0x1p62))) return Conversion.toInteger(v, Format.DOUBLE, a, bits, truncate);
        long result = (long) (truncate ? value : Math.rint(value));
        if (result != value) v.mxcsr |= VectorState.PE;
        return result;
    }

    private static long integerFromSingle(VectorState v, long a, int bits, boolean truncate) {
        return Conversion.toInteger(v, Format.SINGLE, a & LOW, bits, truncate);
    }

    private static long toDouble(VectorState v, long integer) {
        long magnitude = Math.abs(integer);
        boolean exact = Long.numberOfLeadingZeros(magnitude) + Long.numberOfTrailingZeros(magnitude) >= 64 - 53;
        return exact ? Double.doubleToRawLongBits(integer) : Conversion.fromInteger(v, Format.DOUBLE, integer);
    }

    private static long toSingle(VectorState v, long integer) { return Conversion.fromInteger(v, Format.SINGLE, integer); }

    private static long widen(VectorState v, long a) {
        return Singles.ordinary(a) ? Double.doubleToRawLongBits(Float.intBitsToFloat((int) a)) : Conversion.convert(v, Format.SINGLE, Format.DOUBLE, a & LOW);
    }

    private static long narrow(VectorState v, long a) { return Conversion.convert(v, Format.DOUBLE, Format.SINGLE, a); }

    private static long join(long low, long high) { return low & LOW | high << 32; }

    // ---- scalar ----

    static void cvtsi2sd(Cpu c, Op o, int w, int dk, int sk) {
        Sse.check(c);
        long result = toDouble(c.vector, general(c, o, sk));
        Sse.report(c);
        c.vector.xmm[o.dr << 1] = result;
    }

    static void cvtsi2ss(Cpu c, Op o, int w, int dk, int sk) {
        Sse.check(c);
        long result = toSingle(c.vector, general(c, o, sk));
        Sse.report(c);
        setSingle(c, o.dr, result);
    }

    private static long general(Cpu c, Op o, int sk) {
        long value = Operands.source(c, o, o.sw, sk);
        return o.sw == 8 ? value : (int) value;
    }

    private static void setSingle(Cpu c, int register, long value) { c.vector.xmm[register << 1] = c.vector.xmm[register << 1] & ~LOW | value; }

    static void cvtsd2si(Cpu c, Op o, int w, int dk, int sk) { fromDouble(c, o, w, sk, false); }

    static void cvttsd2si(Cpu c, Op o, int w, int dk, int sk) { fromDouble(c, o, w, sk, true); }

    static void cvtss2si(Cpu c, Op o, int w, int dk, int sk) { fromSingle(c, o, w, sk, false); }

    static void cvttss2si(Cpu c, Op o, int w, int dk, int sk) { fromSingle(c, o, w, sk, true); }

    private static void fromDouble(Cpu c, Op o, int w, int sk, boolean truncate) {
        Sse.check(c);
        long result = integer(c.vector, Sse.scalar(c, o, sk, 8), 8 * o.dw, truncate);
        Sse.report(c);
        Operands.setRegister(c, o.dw, o.dr, result);
    }

    private static void fromSingle(Cpu c, Op o, int w, int sk, boolean truncate) {
        Sse.check(c);
        long result = integerFromSingle(c.vector, Sse.scalar(c, o, sk, 4), 8 * o.dw, truncate);
        Sse.report(c);
        Operands.setRegister(c, o.dw, o.dr, result);
    }

    static void cvtss2sd(Cpu c, Op o, int w, int dk, int sk) {
        Sse.check(c);
        long result = widen(c.vector, Sse.scalar(c, o, sk, 4));
        Sse.report(c);
        c.vector.xmm[o.dr << 1] = result;
    }

    static void cvtsd2ss(Cpu c, Op o, int w, int dk, int sk) {
        Sse.check(c);
        long result = narrow(c.vector, Sse.scalar(c, o, sk, 8));
        Sse.report(c);
        setSingle(c, o.dr, result);
    }

    // ---- packed ----

    static void cvtps2pd(Cpu c, Op o, int w, int dk, int sk) {
        Sse.check(c);
        long b = Sse.scalar(c, o, sk, 8), low = widen(c.vector, b), high = widen(c.vector, b >>> 32);
        Sse.report(c);
        Sse.set(c, o.dr, low, high);
    }

    static void cvtpd2ps(Cpu c, Op o, int w, int dk, int sk) {
        Sse.check(c);
        long at = Sse.source(c, o, sk), low = Sse.low(c, o, sk, at), high = Sse.high(c, o, sk, at);
        long result = join(narrow(c.vector, low), narrow(c.vector, high));
        Sse.report(c);
        Sse.set(c, o.dr, result, 0);
    }

    static void cvtdq2pd(Cpu c, Op o, int w, int dk, int sk) {
        Sse.check(c);
        long b = Sse.scalar(c, o, sk, 8);
        Sse.set(c, o.dr, toDouble(c.vector, (int) b), toDouble(c.vector, b >> 32));
    }

    static void cvtpd2dq(Cpu c, Op o, int w, int dk, int sk) { packDoubles(c, o, sk, false); }

    static void cvttpd2dq(Cpu c, Op o, int w, int dk, int sk) { packDoubles(c, o, sk, true); }

    private static void packDoubles(Cpu c, Op o, int sk, boolean truncate) {
        Sse.check(c);
        long result = integersFromDoubles(c, o, sk, truncate);
        Sse.report(c);
        Sse.set(c, o.dr, result, 0);
    }

    private static long integersFromDoubles(Cpu c, Op o, int sk, boolean truncate) {
        long at = Sse.source(c, o, sk), low = Sse.low(c, o, sk, at), high = Sse.high(c, o, sk, at);
        return join(integer(c.vector, low, 32, truncate), integer(c.vector, high, 32, truncate));
    }

    static long toSingles(VectorState v, long integers) { return join(toSingle(v, (int) integers), toSingle(v, integers >> 32)); }

    static long fromSingles(VectorState v, long singles, boolean truncate) {
        return join(integerFromSingle(v, singles, 32, truncate), integerFromSingle(v, singles >>> 32, 32, truncate));
    }

    /** CVTDQ2PS, CVTPS2DQ and CVTTPS2DQ, which convert each half of a register in the same way. */
    static void halves(Cpu c, Op o, int sk, FloatFunction function) {
        Sse.check(c);
        long at = Sse.source(c, o, sk), b0 = Sse.low(c, o, sk, at), b1 = Sse.high(c, o, sk, at);
        long low = function.apply(c.vector, 0, b0), high = function.apply(c.vector, 0, b1);
        Sse.report(c);
        Sse.set(c, o.dr, low, high);
    }

    // ---- to and from MMX registers ----

    /** Reads the source of a conversion from an MMX register. Only where it is a register do the x87 registers become MMX registers. */
    private static long mmxSource(Cpu c, Op o, int sk) {
        Sse.check(c);
        if (sk == Kind.MMX) Mmx.check(c);
        return Mmx.source(c, o, sk, 8);
    }

    static void cvtpi2ps(Cpu c, Op o, int w, int dk, int sk) {
        long result = toSingles(c.vector, mmxSource(c, o, sk));
        if (sk == Kind.MMX) c.x87.enterMmx();
        Sse.report(c);
        c.vector.xmm[o.dr << 1] = result;
    }

    static void cvtpi2pd(Cpu c, Op o, int w, int dk, int sk) {
        long b = mmxSource(c, o, sk);
        if (sk == Kind.MMX) c.x87.enterMmx();
        Sse.set(c, o.dr, toDouble(c.vector, (int) b), toDouble(c.vector, b >> 32));
    }

    static void cvtps2pi(Cpu c, Op o, int w, int dk, int sk) { singlesToMmx(c, o, sk, false); }

    static void cvttps2pi(Cpu c, Op o, int w, int dk, int sk) { singlesToMmx(c, o, sk, true); }

    static void cvtpd2pi(Cpu c, Op o, int w, int dk, int sk) { doublesToMmx(c, o, sk, false); }

    static void cvttpd2pi(Cpu c, Op o, int w, int dk, int sk) { doublesToMmx(c, o, sk, true); }

    private static void singlesToMmx(Cpu c, Op o, int sk, boolean truncate) {
        Sse.check(c);
        Mmx.check(c);
        long result = fromSingles(c.vector, Sse.scalar(c, o, sk, 8), truncate);
        c.x87.enterMmx();
        Sse.report(c);
        Mmx.finish(c, o.dr, result);
    }

    private static void doublesToMmx(Cpu c, Op o, int sk, boolean truncate) {
        Sse.check(c);
        Mmx.check(c);
        long result = integersFromDoubles(c, o, sk, truncate);
        c.x87.enterMmx();
        Sse.report(c);
        Mmx.finish(c, o.dr, result);
    }
}
