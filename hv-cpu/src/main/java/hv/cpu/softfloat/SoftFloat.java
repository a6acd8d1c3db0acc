package hv.cpu.softfloat;

import hv.cpu.state.VectorState;

/**
 * Arithmetic by the letter: every rounding mode, denormals, NaNs. Operands and results are values of a {@link Format}; exceptions are collected in
 * {@link VectorState#raised}, and a result is the one for masked exceptions.
 *
 * @sdm 1 "SSE and SSE2 SIMD Floating-Point Exceptions"; 1 "Operating on SNaNs and QNaNs"
 */
public final class SoftFloat {
    private SoftFloat() {}

    public static long add(VectorState v, Format f, long a, long b) { return add(v, f, a, b, 0); }

    public static long subtract(VectorState v, Format f, long a, long b) { return add(v, f, a, b, f.sign); }

    /** @param flip the sign where the second operand's is to be inverted */
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

    /** Of finite values, the first with the greater exponent; the second may be 0. */
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

    /** The zero that equal values of opposite sign add up to. */
    private static long cancelled(VectorState v, Format f) { return f.signed(Rounding.mode(v) == Rounding.DOWN, 0); }

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

    /** @param x a significand with its leading 1 at bit 63, and so is {@code y} */
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

    private static long quotient(VectorState v, Format f, boolean negative, int exponent, long x, long y) {
        boolean less = x < y;
        long rest = less ? x << 1 : x, quotient = 0;
        for (int bit = 0; bit <= Format.LEADING; bit++) {
            quotient <<= 1;
            if (Long.compareUnsigned(rest, y) >= 0) {
                rest -= y;
                quotient |= 1;
            }
            rest <<= 1;
        }
        return Rounding.round(v, f, negative, less ? exponent - 1 : exponent, quotient | (rest != 0 ? 1 : 0));
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

    /** Digit by digit: 56 bits are enough for any format. @param x 1 to 4, exclusive, with 1 at bit {@link Format#LEADING} */
    private static long root(VectorState v, Format f, int exponent, long x) {
        int bits = 56, below = 2 * bits - 2 - Format.LEADING;
        long root = 0, rest = 0;
        for (int i = bits - 1; i >= 0; i--) {
            long next = 2 * i >= below ? x >>> 2 * i - below & 3 : 0;
            rest = rest << 2 | next;
            long trial = root << 2 | 1;
            root <<= 1;
            if (rest >= trial) {
                rest -= trial;
                root |= 1;
            }
        }
        int up = Format.LEADING + 1 - bits;
        return Rounding.round(v, f, false, exponent, root << up | (rest != 0 ? 1 : 0));
    }
}
