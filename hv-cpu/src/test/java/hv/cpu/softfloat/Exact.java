package hv.cpu.softfloat;

import hv.cpu.state.RoundingControl;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** The right results, from exact arithmetic and the JDK's conversion of decimals to the nearest binary value. */
final class Exact {
    /** Enough digits for any result that is a binary fraction, and for others to round as the exact one. */
    private static final MathContext DIGITS = new MathContext(1200, RoundingMode.DOWN);

    private final boolean single;

    /** @param single else double */
    Exact(boolean single) { this.single = single; }

    BigDecimal value(long bits) { return single ? new BigDecimal(Float.intBitsToFloat((int) bits)) : new BigDecimal(Double.longBitsToDouble(bits)); }

    static BigDecimal quotient(BigDecimal a, BigDecimal b) { return a.divide(b, DIGITS); }

    static BigDecimal root(BigDecimal a) { return a.sqrt(DIGITS); }

    /** Rounds an exact value that is not 0. @param mode MXCSR.RC */
    long rounded(BigDecimal exact, int mode) {
        return single ? roundedSingle(exact, mode) : roundedDouble(exact, mode);
    }

    private static long roundedDouble(BigDecimal exact, int mode) {
        double nearest = exact.doubleValue();
        int side = side(nearest, exact);
        return Double.doubleToRawLongBits(up(side, exact, mode) ? Math.nextUp(nearest) : down(side, exact, mode) ? Math.nextDown(nearest) : nearest);
    }

    private static long roundedSingle(BigDecimal exact, int mode) {
        float nearest = exact.floatValue();
        int side = side(nearest, exact);
        float result = up(side, exact, mode) ? Math.nextUp(nearest) : down(side, exact, mode) ? Math.nextDown(nearest) : nearest;
        return Float.floatToRawIntBits(result) & 0xFFFF_FFFFL;
    }

    /** How the exact value compares with the nearest one. */
    private static int side(double nearest, BigDecimal exact) {
        return Double.isInfinite(nearest) ? nearest > 0 ? -1 : 1 : exact.compareTo(new BigDecimal(nearest));
    }

    private static boolean up(int side, BigDecimal exact, int mode) {
        return side > 0 && (mode == RoundingControl.UP || mode == RoundingControl.TRUNCATE && exact.signum() < 0);
    }

    private static boolean down(int side, BigDecimal exact, int mode) {
        return side < 0 && (mode == RoundingControl.DOWN || mode == RoundingControl.TRUNCATE && exact.signum() > 0);
    }

    boolean inexact(BigDecimal exact, long bits) {
        boolean infinite = single ? Float.isInfinite(Float.intBitsToFloat((int) bits)) : Double.isInfinite(Double.longBitsToDouble(bits));
        return infinite || value(bits).compareTo(exact) != 0;
    }

    /** Whether it were below the smallest normal number if exponents had no limit. */
    boolean tiny(BigDecimal exact, int mode) {
        BigDecimal smallest = BigDecimal.TWO.pow(single ? 126 : 1022), scaled = exact.multiply(smallest);
        if (scaled.abs().compareTo(BigDecimal.ONE) >= 0) return false;
        if (scaled.abs().compareTo(new BigDecimal("0.5")) < 0) return true;
        return value(rounded(scaled, mode)).abs().compareTo(BigDecimal.ONE) < 0;
    }

    /** Whether it were above the greatest finite number if exponents had no limit. */
    boolean overflows(BigDecimal exact, int mode) {
        BigDecimal beyond = BigDecimal.TWO.pow(single ? 128 : 1024), scaled = exact.divide(beyond);
        if (scaled.abs().compareTo(BigDecimal.ONE) >= 0) return true;
        if (scaled.abs().compareTo(new BigDecimal("0.5")) < 0) return false;
        return value(rounded(scaled, mode)).abs().compareTo(BigDecimal.ONE) >= 0;
    }
}
