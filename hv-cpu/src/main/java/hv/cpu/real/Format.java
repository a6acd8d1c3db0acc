package hv.cpu.real;

/**
 * A format that numbers are rounded to.
 *
 * @param bits     the width of the significand, the integer bit included
 * @param least    exponent of the smallest normal number, biased as in the double extended-precision format
 * @param greatest exponent of the largest finite number
 * @param unit     the lowest bit of the significand, at its place in 64 bits
 * @sdm 1 "Floating-Point Data Types"
 */
public record Format(int bits, int least, int greatest, long unit) {
    public static final Format EXTENDED = of(64, 1, 0x7FFE);
    public static final Format DOUBLE = of(53, Extended.BIAS - 1022, Extended.BIAS + 1023);
    public static final Format SINGLE = of(24, Extended.BIAS - 126, Extended.BIAS + 127);
    /**
     * The formats by the control word's PC field. Reduced precision keeps the exponent's range. The encoding 01 is reserved; processors treat it like
     * 11.
     */
    private static final Format[] BY_PRECISION_CONTROL = {of(24, 1, 0x7FFE), EXTENDED, of(53, 1, 0x7FFE), EXTENDED};

    private static Format of(int bits, int least, int greatest) { return new Format(bits, least, greatest, 1L << 64 - bits); }

    /** @param control an x87 control word */
    static Format arithmetic(int control) { return BY_PRECISION_CONTROL[control >>> 8 & 3]; }
}
