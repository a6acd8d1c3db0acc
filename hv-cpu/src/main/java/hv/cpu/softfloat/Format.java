package hv.cpu.softfloat;

/**
 * A binary format of IEEE 754. A value is its bits in a long, zero-extended.
 *
 * @sdm 1 "Floating-Point Data Types"
 */
public final class Format {
    public static final Format SINGLE = new Format(8, 23), DOUBLE = new Format(11, 52);

    /** Where a normalised significand has its leading 1: bits below the format's last one are for rounding. */
    static final int LEADING = 62;

    final int fractionBits, bias;
    /** Masks: the sign; a bit that a fraction does not show; the bit that makes a NaN quiet; the fraction. */
    final long sign, hidden, quiet, fraction;
    /** Positive infinity, and the mask of the exponent. */
    final long infinity;
    /** The QNaN that invalid operations give. */
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

    /** Of a finite value but 0: n, where it is 1.f * 2^n. */
    int exponent(long x) {
        int biased = (int) ((x & infinity) >>> fractionBits);
        return biased != 0 ? biased - bias : 64 - Long.numberOfLeadingZeros(x & fraction) - bias - fractionBits;
    }

    /** Of a finite value but 0: 1.f with its leading 1 at bit {@link #LEADING}. */
    long significand(long x) {
        long f = x & fraction;
        return (x & infinity) != 0 ? (f | hidden) << LEADING - fractionBits : f << Long.numberOfLeadingZeros(f) - 1;
    }
}
