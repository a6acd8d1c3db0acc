package hv.cpu.real;

/**
 * NaNs and unsupported encodings as operands.
 *
 * @sdm 1 "Operating on SNaNs and QNaNs"
 */
final class Nans {
    private Nans() {}

    /** Makes the operand's NaN the result, if it is a NaN or unsupported. @return whether it is */
    static boolean decide(RealUnit u, int e, long m) {
        if (Extended.unsupported(e, m)) {
            u.invalid();
            return true;
        }
        if (!Extended.nan(e, m)) return false;
        quiet(u, e, m);
        return true;
    }

    /** Makes a NaN the result, if one of two operands is a NaN or unsupported. @return whether one is */
    static boolean decide(RealUnit u, int xe, long xm, int ye, long ym) {
        if (Extended.unsupported(xe, xm) || Extended.unsupported(ye, ym)) {
            u.invalid();
            return true;
        }
        boolean x = Extended.nan(xe, xm), y = Extended.nan(ye, ym);
        if (!x && !y) return false;
        boolean first = x && (!y || prevails(u, xe, xm, ye, ym));
        if (first) quiet(u, xe, xm);
        else quiet(u, ye, ym);
        return true;
    }

    /** Whether the first of two NaNs is the result: a quiet one goes before a signaling one, then the larger significand, then the positive sign. */
    private static boolean prevails(RealUnit u, int xe, long xm, int ye, long ym) {
        boolean xs = Extended.signaling(xe, xm), ys = Extended.signaling(ye, ym);
        if (xs || ys) u.raised |= hv.cpu.state.X87State.IE;
        if (xs != ys) return ys;
        int order = Long.compareUnsigned(xm, ym);
        return order != 0 ? order > 0 : xe < ye;
    }

    private static void quiet(RealUnit u, int e, long m) {
        if ((m & Extended.QUIET) == 0) u.raised |= hv.cpu.state.X87State.IE;
        u.result(e, m | Extended.QUIET);
    }
}
