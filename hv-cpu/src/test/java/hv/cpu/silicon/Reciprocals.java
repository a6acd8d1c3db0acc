package hv.cpu.silicon;

import hv.cpu.decode.Mnemonic;
import hv.cpu.decode.Op;
import java.util.EnumSet;
import java.util.Set;

/**
 * RCPPS, RSQRTPS and their scalar forms: the manual bounds the relative error by 1.5 * 2^-12, so that the results of two processors are at most
 * twice as far from each other. Ours gives those of Intel's processors to the bit; those of other vendors are compared by that bound.
 *
 * @sdm 2B "RCPPS—Compute Reciprocals of Packed Single Precision Floating-Point Values", "RSQRTPS—Compute Reciprocals of Square Roots …"
 */
final class Reciprocals {
    private static final Set<Mnemonic> APPROXIMATE = EnumSet.of(Mnemonic.RCPPS, Mnemonic.RCPSS, Mnemonic.RSQRTPS, Mnemonic.RSQRTSS);
    private static final double FURTHEST = 2 * 1.5 / (1 << 12);

    private Reciprocals() {}

    /** Whether a quadword of the FXSAVE image holds results that may differ. @param offset in the image */
    static boolean result(Op op, int offset) {
        return APPROXIMATE.contains(op.mnemonic) && offset - (FxImage.XMM - State.FX) >> 4 == op.dr;
    }

    /** Whether two pairs of results may be those of two processors; what is no normal number is the same in both. */
    static boolean near(long a, long b) { return near((int) a, (int) b) && near((int) (a >>> 32), (int) (b >>> 32)); }

    private static boolean near(int a, int b) {
        float x = Float.intBitsToFloat(a), y = Float.intBitsToFloat(b);
        if (a == b) return true;
        if ((a ^ b) < 0 || !Float.isFinite(x) || !Float.isFinite(y)) return false;
        return Math.abs((double) x - y) <= FURTHEST * Math.max(Math.abs(x), Math.abs(y)) || tiny(x) && tiny(y);
    }

    /** A result at the edge of normal numbers may be flushed to zero or not. */
    private static boolean tiny(float x) { return Math.abs(x) <= Float.MIN_NORMAL * (1 + FURTHEST); }
}
