package hv.cpu.real;

/** Division of 128 bits by 64, unsigned. */
public final class WideDivision {
    private static final long LOW = 0xFFFF_FFFFL;

    private WideDivision() {}

    /**
     * The quotient of {@code high:low} by {@code by}: schoolbook division with digits of 32 bits.
     *
     * @param high below {@code by}, unsigned, so that the quotient fits
     */
    public static long quotient(long high, long low, long by) {
        if (high == 0) return Long.divideUnsigned(low, by);
        int shift = Long.numberOfLeadingZeros(by);
        long divisor = by << shift;
        long top = shift == 0 ? high : high << shift | low >>> 64 - shift;
        long bottom = low << shift;
        long upper = digit(top, bottom >>> 32, divisor);
        long rest = (top << 32 | bottom >>> 32) - upper * divisor;
        return upper << 32 | digit(rest, bottom & LOW, divisor);
    }

    /** One digit of the quotient, {@code (rest << 32 | next) / divisor}. It is guessed from the divisor's upper digit and lowered at most twice. */
    private static long digit(long rest, long next, long divisor) {
        long upper = divisor >>> 32, lower = divisor & LOW;
        long guess = Long.divideUnsigned(rest, upper), left = rest - guess * upper;
        while (guess > LOW || Long.compareUnsigned(guess * lower, left << 32 | next) > 0) {
            guess--;
            left += upper;
            if (left > LOW) break;
        }
        return guess;
    }
}
