package hv.cpu.real;

/**
 * Numbers in the double extended-precision format, given by two words: the sign (bit 15) with the biased exponent, and the significand with its
 * integer bit.
 *
 * @sdm 1 "Unsupported Double Extended-Precision Floating-Point Encodings and Pseudo-Denormals"
 */
public final class Extended {
    public static final int BIAS = 0x3FFF, SIGN = 0x8000, MAX_EXPONENT = 0x7FFF;
    /** The integer bit; also the significand of 1 and of infinity. */
    public static final long INTEGER_BIT = 1L << 63;
    /** The bit that makes a NaN quiet. */
    public static final long QUIET = 1L << 62;
    /** The floating-point indefinite, a QNaN. */
    public static final int INDEFINITE_EXPONENT = 0xFFFF;
    public static final long INDEFINITE_SIGNIFICAND = INTEGER_BIT | QUIET;

    private Extended() {}

    /** Whether a number is normal and finite, and so needs no special treatment. */
    static boolean normal(int e, long m) { return m < 0 && (e + 1 & MAX_EXPONENT) > 1; }

    public static boolean zero(int e, long m) { return m == 0 && (e & MAX_EXPONENT) == 0; }

    /** Whether a number is denormal or pseudo-denormal. */
    public static boolean denormal(int e, long m) { return (e & MAX_EXPONENT) == 0 && m != 0; }

    /** Whether an encoding is an unnormal, a pseudo-infinity or a pseudo-NaN. */
    public static boolean unsupported(int e, long m) { return m >= 0 && (e & MAX_EXPONENT) != 0; }

    public static boolean infinite(int e, long m) { return (e & MAX_EXPONENT) == MAX_EXPONENT && m == INTEGER_BIT; }

    public static boolean nan(int e, long m) { return (e & MAX_EXPONENT) == MAX_EXPONENT && m < 0 && m != INTEGER_BIT; }

    public static boolean signaling(int e, long m) { return nan(e, m) && (m & QUIET) == 0; }

    /** The biased exponent of a number other than 0, after it has been {@link #normalized}. */
    static int exponent(int e, long m) { return Math.max(e & MAX_EXPONENT, 1) - Long.numberOfLeadingZeros(m); }

    static long normalized(long m) { return m << Long.numberOfLeadingZeros(m); }
}
