package hv.cpu.real;

import static hv.cpu.real.Extended.SIGN;

import hv.cpu.state.X87State;

/**
 * Comparisons and classification, with results as condition codes.
 *
 * @sdm 2A "FCOM/FCOMP/FCOMPP—Compare Floating-Point Values", "FUCOM/FUCOMP/FUCOMPP—Unordered Compare Floating-Point Values", "FXAM—Examine
 *     Floating-Point"
 */
public final class Comparison {
    public static final int GREATER = 0, LESS = X87State.C0, EQUAL = X87State.C3, UNORDERED = X87State.C3 | X87State.C2 | X87State.C0;
    private static final int CLASS_NAN = X87State.C0, CLASS_NORMAL = X87State.C2, CLASS_INFINITY = X87State.C2 | X87State.C0,
            CLASS_ZERO = X87State.C3, CLASS_DENORMAL = X87State.C3 | X87State.C2;

    private Comparison() {}

    /**
     * @param quiet whether a QNaN raises no invalid-operation exception
     * @return the condition codes
     */
    public static int compare(RealUnit u, int xe, long xm, int ye, long ym, boolean quiet) {
        if (Nans.decide(u, xe, xm, ye, ym)) {
            if (!quiet) u.raised |= X87State.IE;
            return UNORDERED;
        }
        Denormals.stop(u, xe, xm, ye, ym);
        return ordered(xe, xm, ye, ym);
    }

    private static int ordered(int xe, long xm, int ye, long ym) {
        if ((xm | ym) == 0) return EQUAL;
        boolean negative = (xe & SIGN) != 0;
        if (((xe ^ ye) & SIGN) != 0) return negative ? LESS : GREATER;
        int order = magnitudes(xe, xm, ye, ym);
        return order == 0 ? EQUAL : order < 0 != negative ? LESS : GREATER;
    }

    private static int magnitudes(int xe, long xm, int ye, long ym) {
        int order = Integer.compare(Math.max(xe & Extended.MAX_EXPONENT, 1), Math.max(ye & Extended.MAX_EXPONENT, 1));
        return order != 0 ? order : Long.compareUnsigned(xm, ym);
    }

    /** C3, C2 and C0 of FXAM, for a register that is not empty. */
    public static int examine(int e, long m) {
        if (Extended.zero(e, m)) return CLASS_ZERO;
        if (Extended.denormal(e, m)) return CLASS_DENORMAL;
        if (Extended.unsupported(e, m)) return 0;
        if (Extended.nan(e, m)) return CLASS_NAN;
        return Extended.infinite(e, m) ? CLASS_INFINITY : CLASS_NORMAL;
    }
}
