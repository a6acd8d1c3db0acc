package hv.cpu.silicon;

import hv.cpu.decode.Mnemonic;
import java.math.BigInteger;
import java.util.EnumSet;
import java.util.Set;

/**
 * Instructions whose result the manual bounds and does not define: each processor may be off by a unit in the last place.
 *
 * @sdm 1 "Transcendental Instruction Accuracy"
 */
final class Approximations {
    private static final Set<Mnemonic> TRANSCENDENTAL = EnumSet.of(Mnemonic.F2XM1, Mnemonic.FCOS, Mnemonic.FPATAN, Mnemonic.FPTAN, Mnemonic.FSIN,
            Mnemonic.FSINCOS, Mnemonic.FYL2X, Mnemonic.FYL2XP1);
    /** C1, which tells the direction of rounding; and UE with its summaries ES and B, which a result beside the smallest normal number may raise or not. */
    private static final long ROUNDED_UP = 1L << 16 + 9, UNDERFLOW = 1L << 16 + 4 | 1L << 16 + 7 | 1L << 16 + 15;
    /** The number that an unmasked underflow adds to the exponent. */
    private static final int BIAS_ADJUST = 0x6000;

    private Approximations() {}

    static boolean approximates(Mnemonic mnemonic) { return TRANSCENDENTAL.contains(mnemonic); }

    /** Mask of the bits of control, status and tag word that are defined. */
    static long definedStatus(Case at) { return ~(ROUNDED_UP | (smallest(at) ? UNDERFLOW : 0)); }

    /** Whether one of both results is beside the smallest normal number. */
    static boolean smallest(Case at) { return smallest(at.theirs) || smallest(at.ours); }

    private static boolean smallest(State s) { return (s.selector(FxImage.ST + 8) & 0x7FFF) <= 1 || (s.selector(FxImage.ST + 24) & 0x7FFF) <= 1; }

    /** Whether two registers hold neighbours or the same. @param slot the register's offset */
    static boolean near(State a, State b, int slot) {
        boolean same = a.get(slot) == b.get(slot) && a.selector(slot + 8) == b.selector(slot + 8);
        return same || number(a, slot, b).subtract(number(b, slot, a)).abs().bitLength() <= 1;
    }

    /** The place of a number among all numbers in order; one whose underflow was not masked there beside a small one. */
    private static BigInteger number(State s, int slot, State other) {
        int exponent = s.selector(slot + 8);
        if ((other.selector(slot + 8) & 0x7FFF) <= 1 && (exponent & 0x7FFF) >= BIAS_ADJUST - 1) exponent -= BIAS_ADJUST;
        var magnitude = BigInteger.valueOf(exponent & 0x7FFF).shiftLeft(63).add(BigInteger.valueOf(s.get(slot) & Long.MAX_VALUE));
        return (exponent & 0x8000) != 0 ? magnitude.negate() : magnitude;
    }
}
