package hv.cpu.softfloat;

/**
 * A binary format of IEEE 754. A value is its bits in a long, zero-extended.
 *
 * @sdm 1 "Floating-Point Data Types"
 */
public final class Format {
    public static final Format SINGLE = new Format(8, 23), DOUBLE = new Format(11, 52);

    /** The place of the leading 1 in a normalised significand; bits below the last one of the format are for rounding. */
    static final int LEADING = 62;

    final int fractionBits, bias;
    /** Masks: the sign; the hidden 1 of a significand; the bit that makes a NaN quiet; the fraction. */
    final long sign, hidden, quiet, fraction;
    /** Positive infinity, which is also the mask of the exponent. */
    final long infinity;
    /** The QNaN that an invalid operation returns. */
    final long indefinite;

    private Format(int exponentBits, int fractionBits) {
        this.fractionBits = fractionBits;
        bias = (1 << exponentBits - 1) - 1;
        sign = 1L << exponentBits + fractionBits;
        hidden = 1L << fractionBits;
        fraction = hidden - 1;
        quiet = hidden >>> 1;
        infinity = sign - hidden;
        indefinite = sign | infinity | quiet;
    }

    boolean negative(long x) { return (x & sign) != 0; }
    boolean zero(long x) { return (x & ~sign) == 0; }
    boolean infinite(long x) { return (x & ~sign) == infinity; }
    boolean nan(long x) { return (x & ~sign) > infinity; }
    boolean signaling(long x) { return nan(x) && (x & quiet) == 0; }
    boolean denormal(long x) { return (x & infinity) == 0 && (x & fraction) != 0; }

    long signed(boolean negative, long magnitude) { return negative ? sign | magnitude : magnitude; }

    /** The exponent n of a finite value other than 0, which is 1.f * 2^n. */
    int exponent(long x) {
        int biased = (int) ((x & infinity) >>> fractionBits);
        return biased != 0 ? biased - bias : 64 - Long.numberOfLeadingZeros(x & fraction) - bias - fractionBits;
    }

    /** The significand 1.f of a finite value other than 0, its leading 1 at bit {@link #LEADING}. */
    long significand(long x) {
        long f = x & fraction;
        return (x & infinity) != 0 ? (f | hidden) << LEADING - fractionBits : f << Long.numberOfLeadingZeros(f) - 1;
    }
}
