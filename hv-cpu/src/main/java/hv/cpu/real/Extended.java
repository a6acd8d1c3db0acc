package hv.cpu.real;

/**
 * Numbers in the double extended-precision format by their two words: sign (bit 15) with biased exponent, and significand with its integer bit.
 *
 * @sdm 1 "Unsupported Double Extended-Precision Floating-Point Encodings and Pseudo-Denormals"
 */
public final class Extended {
    public static final int BIAS = 0x3FFF, SIGN = 0x8000, MAX_EXPONENT = 0x7FFF;
    /** The integer bit; also the significand of 1 and of infinity. */
    public static final long INTEGER_BIT = 1L << 63;
    /** The bit that makes a NaN quiet. */
    public static final long QUIET = 1L << 62;
    /** The QNaN floating-point indefinite. */
    public static final int INDEFINITE_EXPONENT = 0xFFFF;
    public static final long INDEFINITE_SIGNIFICAND = INTEGER_BIT | QUIET;

    private Extended() {}

    /** Normal and finite: what needs no special care. */
    static boolean normal(int e, long m) { return m < 0 && (e + 1 & MAX_EXPONENT) > 1; }

    public static boolean zero(int e, long m) { return m == 0 && (e & MAX_EXPONENT) == 0; }

    /** Denormal or pseudo-denormal. */
    public static boolean denormal(int e, long m) { return (e & MAX_EXPONENT) == 0 && m != 0; }

    /** Unnormal, pseudo-infinity or pseudo-NaN. */
    public static boolean unsupported(int e, long m) { return m >= 0 && (e & MAX_EXPONENT) != 0; }

    public static boolean infinite(int e, long m) { return (e & MAX_EXPONENT) == MAX_EXPONENT && m == INTEGER_BIT; }

    public static boolean nan(int e, long m) { return (e & MAX_EXPONENT) == MAX_EXPONENT && m < 0 && m != INTEGER_BIT; }

    public static boolean signaling(int e, long m) { return nan(e, m) && (m & QUIET) == 0; }

    /** The biased exponent of a number that is not 0, once {@link #normalized}. */
    static int exponent(int e, long m) { return Math.max(e & MAX_EXPONENT, 1) - Long.numberOfLeadingZeros(m); }

    static long normalized(long m) { return m << Long.numberOfLeadingZeros(m); }
}
