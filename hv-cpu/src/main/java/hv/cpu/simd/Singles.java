package hv.cpu.simd;

import hv.cpu.softfloat.Comparison;
import hv.cpu.softfloat.Format;
import hv.cpu.softfloat.SoftFloat;
import hv.cpu.state.VectorState;

/**
 * Single-precision arithmetic, done as {@link Doubles} does it. Whether a result is inexact is found in double precision, which holds any product
 * exactly.
 */
final class Singles {
    private static final Format F = Format.SINGLE;
    private static final int EXPONENT = 0xFF << 23;

    private Singles() {}

    static boolean finite(long bits) { return (bits & EXPONENT) != EXPONENT; }

    /** Whether a value is a denormal. The test has two steps, of which a normal number takes the first alone. */
    static boolean denormal(long bits) { return (bits & EXPONENT) == 0 && (int) bits << 1 != 0; }

    static boolean nan(long bits) { return ((int) bits & Integer.MAX_VALUE) > EXPONENT; }

    /** Whether a value is neither a NaN nor a denormal. */
    static boolean ordinary(long bits) { return !nan(bits) && !denormal(bits); }

    /** Whether a value is neither 0, denormal, infinite nor a NaN, nor the smallest normal number, which may be the rounding of a smaller result. */
    private static boolean safe(long bits) { return Integer.compareUnsigned((int) (bits >>> 23 & 0xFF) - 2, 0xFF - 2) < 0; }

    private static float f(long bits) { return Float.intBitsToFloat((int) bits); }

    private static long bits(float value) { return Float.floatToRawIntBits(value) & 0xFFFF_FFFFL; }

    private static boolean exactSoFar(VectorState v) { return (v.mxcsr & VectorState.PE) == 0; }

    static long add(VectorState v, long a, long b) {
        float x = f(a), y = f(b), sum = x + y;
        long bits = bits(sum);
        if (!Doubles.plain(v) || !finite(bits) || denormal(a) || denormal(b)) return SoftFloat.add(v, F, a, b);
        if (exactSoFar(v) && sumError(x, y, sum) != 0) v.mxcsr |= VectorState.PE;
        return bits;
    }

    static long subtract(VectorState v, long a, long b) {
        float x = f(a), y = f(b), difference = x - y;
        long bits = bits(difference);
        if (!Doubles.plain(v) || !finite(bits) || denormal(a) || denormal(b)) return SoftFloat.subtract(v, F, a, b);
        if (exactSoFar(v) && sumError(x, -y, difference) != 0) v.mxcsr |= VectorState.PE;
        return bits;
    }

    private static float sumError(float x, float y, float sum) {
        float part = sum - x;
        return x - (sum - part) + (y - part);
    }

    static long multiply(VectorState v, long a, long b) {
        float x = f(a), y = f(b), product = x * y;
        long bits = bits(product);
        if (!Doubles.plain(v) || !safe(bits) || denormal(a) || denormal(b)) return SoftFloat.multiply(v, F, a, b);
        if (exactSoFar(v) && (double) x * y != product) v.mxcsr |= VectorState.PE;
        return bits;
    }

    static long divide(VectorState v, long a, long b) {
        float x = f(a), y = f(b), quotient = x / y;
        long bits = bits(quotient);
        if (!Doubles.plain(v) || !safe(bits) || denormal(a) || denormal(b)) return SoftFloat.divide(v, F, a, b);
        if (exactSoFar(v) && (double) quotient * y != x) v.mxcsr |= VectorState.PE;
        return bits;
    }

    static long squareRoot(VectorState v, long a, long b) {
        float x = f(b), root = (float) Math.sqrt(x);
        if (!Doubles.plain(v) || (int) b < 0 || !safe(b)) return SoftFloat.squareRoot(v, F, b);
        if (exactSoFar(v) && (double) root * root != x) v.mxcsr |= VectorState.PE;
        return bits(root);
    }

    static long minimum(VectorState v, long a, long b) {
        if (!ordinary(a) || !ordinary(b)) return Comparison.minimum(v, F, a, b);
        return f(a) < f(b) ? a : b;
    }

    static long maximum(VectorState v, long a, long b) {
        if (!ordinary(a) || !ordinary(b)) return Comparison.maximum(v, F, a, b);
        return f(a) > f(b) ? a : b;
    }

    /** The order of two values; see {@link Comparison#compare}. */
    static int compare(VectorState v, long a, long b, boolean quiet) {
        if (!ordinary(a) || !ordinary(b)) return Comparison.compare(v, F, a, b, quiet);
        return f(a) < f(b) ? Comparison.LESS : f(a) == f(b) ? Comparison.EQUAL : Comparison.GREATER;
    }
}
