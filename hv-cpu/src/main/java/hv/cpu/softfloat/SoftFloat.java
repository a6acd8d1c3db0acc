package hv.cpu.softfloat;

import hv.cpu.real.SquareRoot;
import hv.cpu.real.WideDivision;
import hv.cpu.state.RoundingControl;
import hv.cpu.state.VectorState;

/**
 * Arithmetic with every rounding mode, denormals and NaNs. Operands and results are values of a {@link Format}. Exceptions are collected in
 * {@link VectorState#raised}; a result is the one for masked exceptions.
 *
 * @sdm 1 "SSE and SSE2 SIMD Floating-Point Exceptions"; 1 "Operating on SNaNs and QNaNs"
 */
public final class SoftFloat {
    private SoftFloat() {}

    public static long add(VectorState v, Format f, long a, long b) { return add(v, f, a, b, 0); }

    public static long subtract(VectorState v, Format f, long a, long b) { return add(v, f, a, b, f.sign); }

    /** @param flip the sign bit where the second operand's sign is to be inverted; 0 otherwise */
    private static long add(VectorState v, Format f, long a, long b, long flip) {
        long x = Inputs.daz(v, f, a), y = Inputs.daz(v, f, b);
        if (f.nan(x) || f.nan(y)) return Inputs.nan(v, f, x, y);
        y ^= flip;
        if (f.infinite(x) && f.infinite(y) && x != y) return Inputs.invalid(v, f);
        Inputs.denormals(v, f, x, y);
        if (f.infinite(x)) return x;
        if (f.infinite(y)) return y;
        if (f.zero(x) && f.zero(y)) return x == y ? x : cancelled(v, f);
        if (f.zero(x)) return f.denormal(y) ? sum(v, f, y, 0) : y;
        if (f.zero(y)) return f.denormal(x) ? sum(v, f, x, 0) : x;
        return f.exponent(x) >= f.exponent(y) ? sum(v, f, x, y) : sum(v, f, y, x);
    }

    /** The sum of finite values. The first has the greater exponent; the second may be 0. */
    private static long sum(VectorState v, Format f, long x, long y) {
        int exponent = f.exponent(x) + 1;
        long large = f.significand(x) >>> 1;
        long small = f.zero(y) ? 0 : Rounding.shiftRight(f.significand(y) >>> 1, f.exponent(x) - f.exponent(y));
        boolean negative = f.negative(x);
        long significand = f.negative(x) == f.negative(y) || small == 0 ? large + small : large - small;
        if (significand == 0) return cancelled(v, f);
        if (significand < 0) {
            negative = !negative;
            significand = -significand;
        }
        int up = Long.numberOfLeadingZeros(significand) - 1;
        return Rounding.round(v, f, negative, exponent - up, significand << up);
    }

    /** The zero that is the sum of equal values of opposite sign. */
    private static long cancelled(VectorState v, Format f) { return f.signed(Rounding.mode(v) == RoundingControl.DOWN, 0); }

    public static long multiply(VectorState v, Format f, long a, long b) {
        long x = Inputs.daz(v, f, a), y = Inputs.daz(v, f, b);
        if (f.nan(x) || f.nan(y)) return Inputs.nan(v, f, x, y);
        if (f.infinite(x) && f.zero(y) || f.zero(x) && f.infinite(y)) return Inputs.invalid(v, f);
        Inputs.denormals(v, f, x, y);
        boolean negative = f.negative(x ^ y);
        if (f.infinite(x) || f.infinite(y)) return f.signed(negative, f.infinity);
        if (f.zero(x) || f.zero(y)) return f.signed(negative, 0);
        return product(v, f, negative, f.exponent(x) + f.exponent(y), f.significand(x) << 1, f.significand(y) << 1);
    }

    /**
     * @param x a significand with its leading 1 at bit 63
     * @param y another
     */
    private static long product(VectorState v, Format f, boolean negative, int exponent, long x, long y) {
        long high = Math.unsignedMultiplyHigh(x, y) | (x * y != 0 ? 1 : 0);
        return high < 0 ? Rounding.round(v, f, negative, exponent + 1, Rounding.shiftRight(high, 1))
                : Rounding.round(v, f, negative, exponent, high);
    }

    public static long divide(VectorState v, Format f, long a, long b) {
        long x = Inputs.daz(v, f, a), y = Inputs.daz(v, f, b);
        if (f.nan(x) || f.nan(y)) return Inputs.nan(v, f, x, y);
        if (f.zero(x) && f.zero(y) || f.infinite(x) && f.infinite(y)) return Inputs.invalid(v, f);
        boolean negative = f.negative(x ^ y);
        if (f.zero(y)) {
            if (!f.infinite(x)) v.raised |= VectorState.ZE;
            return f.signed(negative, f.infinity);
        }
        Inputs.denormals(v, f, x, y);
        if (f.infinite(x)) return f.signed(negative, f.infinity);
        if (f.infinite(y) || f.zero(x)) return f.signed(negative, 0);
        return quotient(v, f, negative, f.exponent(x) - f.exponent(y), f.significand(x), f.significand(y));
    }

    /**
     * @param x a significand with its leading 1 at bit {@link Format#LEADING}
     * @param y another
     */
    private static long quotient(VectorState v, Format f, boolean negative, int exponent, long x, long y) {
        boolean less = x < y;
        int up = less ? Format.LEADING + 1 : Format.LEADING;
        long low = x << up, quotient = WideDivision.quotient(x >>> 64 - up, low, y);
        return Rounding.round(v, f, negative, less ? exponent - 1 : exponent, quotient | (low != quotient * y ? 1 : 0));
    }

    public static long squareRoot(VectorState v, Format f, long a) {
        long x = Inputs.daz(v, f, a);
        if (f.nan(x)) return Inputs.nan(v, f, x, x);
        if (f.zero(x)) return x;
        if (f.negative(x)) return Inputs.invalid(v, f);
        Inputs.denormals(v, f, x, x);
        if (f.infinite(x)) return x;
        int exponent = f.exponent(x);
        return root(v, f, exponent >> 1, f.significand(x) << (exponent & 1));
    }

    /** @param x 1 to 4, exclusive, with 1 at bit {@link Format#LEADING} */
    private static long root(VectorState v, Format f, int exponent, long x) {
        long root = SquareRoot.root(x, 0);
        boolean exact = root * root == 0 && Math.unsignedMultiplyHigh(root, root) == x;
        return Rounding.round(v, f, false, exponent, Rounding.shiftRight(root, 1) | (exact ? 0 : 1));
    }
}
