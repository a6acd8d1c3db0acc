package hv.cpu.simd;

import hv.cpu.softfloat.Comparison;
import hv.cpu.softfloat.Format;
import hv.cpu.softfloat.SoftFloat;
import hv.cpu.state.VectorState;

/**
 * Double-precision arithmetic. The JVM's is exactly the processor's where MXCSR has its usual rounding, masks and zeros, and neither operands nor
 * result are NaNs, denormals or near the limits of the exponent; {@link SoftFloat} does the rest. Whether a result is inexact needs to be known only
 * until MXCSR.PE is set. It is found from the rounding error of the operation, which is itself a double.
 */
final class Doubles {
    private static final Format F = Format.DOUBLE;
    private static final long EXPONENT = 0x7FFL << 52;
    /** The least biased exponent of operands whose rounding error cannot be a denormal. */
    private static final int SAFE = 110;

    private Doubles() {}

    /** Whether MXCSR masks all exceptions, rounds to nearest and treats denormals as IEEE 754 does. */
    static boolean plain(VectorState v) { return (v.mxcsr & ~(VectorState.EXCEPTIONS)) == VectorState.MXCSR_INITIAL; }

    static boolean finite(long bits) { return (bits & EXPONENT) != EXPONENT; }

    /** Whether a value is a denormal. The test has two steps, of which a normal number takes the first alone. */
    static boolean denormal(long bits) { return (bits & EXPONENT) == 0 && bits << 1 != 0; }

    static boolean nan(long bits) { return (bits & Long.MAX_VALUE) > EXPONENT; }

    /** Whether a value is neither a NaN nor a denormal. */
    static boolean ordinary(long bits) { return !nan(bits) && !denormal(bits); }

    /** Whether a value is far from overflow and underflow. */
    private static boolean safe(long bits) { return Integer.compareUnsigned((int) (bits >>> 52 & 0x7FF) - SAFE, 0x7FF - SAFE) < 0; }

    private static double d(long bits) { return Double.longBitsToDouble(bits); }

    private static boolean exactSoFar(VectorState v) { return (v.mxcsr & VectorState.PE) == 0; }

    static long add(VectorState v, long a, long b) {
        double x = d(a), y = d(b), sum = x + y;
        long bits = Double.doubleToRawLongBits(sum);
        if (!plain(v) || !finite(bits) || denormal(a) || denormal(b)) return SoftFloat.add(v, F, a, b);
        if (exactSoFar(v) && sumError(x, y, sum) != 0) v.mxcsr |= VectorState.PE;
        return bits;
    }

    static long subtract(VectorState v, long a, long b) {
        double x = d(a), y = d(b), difference = x - y;
        long bits = Double.doubleToRawLongBits(difference);
        if (!plain(v) || !finite(bits) || denormal(a) || denormal(b)) return SoftFloat.subtract(v, F, a, b);
        if (exactSoFar(v) && sumError(x, -y, difference) != 0) v.mxcsr |= VectorState.PE;
        return bits;
    }

    private static double sumError(double x, double y, double sum) {
        double part = sum - x;
        return x - (sum - part) + (y - part);
    }

    static long multiply(VectorState v, long a, long b) {
        double x = d(a), y = d(b), product = x * y;
        long bits = Double.doubleToRawLongBits(product);
        if (!plain(v) || !safe(bits) || denormal(a) || denormal(b)) return SoftFloat.multiply(v, F, a, b);
        if (exactSoFar(v) && Math.fma(x, y, -product) != 0) v.mxcsr |= VectorState.PE;
        return bits;
    }

    static long divide(VectorState v, long a, long b) {
        double x = d(a), y = d(b), quotient = x / y;
        long bits = Double.doubleToRawLongBits(quotient);
        if (!plain(v) || !safe(bits) || !safe(a) || denormal(b)) return SoftFloat.divide(v, F, a, b);
        if (exactSoFar(v) && Math.fma(quotient, y, -x) != 0) v.mxcsr |= VectorState.PE;
        return bits;
    }

    static long squareRoot(VectorState v, long a, long b) {
        double x = d(b), root = Math.sqrt(x);
        if (!plain(v) || b < 0 || !safe(b)) return SoftFloat.squareRoot(v, F, b);
        if (exactSoFar(v) && Math.fma(root, root, -x) != 0) v.mxcsr |= VectorState.PE;
        return Double.doubleToRawLongBits(root);
    }

    static long minimum(VectorState v, long a, long b) {
        if (!ordinary(a) || !ordinary(b)) return Comparison.minimum(v, F, a, b);
        return d(a) < d(b) ? a : b;
    }

    static long maximum(VectorState v, long a, long b) {
        if (!ordinary(a) || !ordinary(b)) return Comparison.maximum(v, F, a, b);
        return d(a) > d(b) ? a : b;
    }

    /** The order of two values; see {@link Comparison#compare}. */
    static int compare(VectorState v, long a, long b, boolean quiet) {
        if (!ordinary(a) || !ordinary(b)) return Comparison.compare(v, F, a, b, quiet);
        return d(a) < d(b) ? Comparison.LESS : d(a) == d(b) ? Comparison.EQUAL : Comparison.GREATER;
    }
}
