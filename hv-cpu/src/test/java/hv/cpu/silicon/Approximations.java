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
    /** C1, which tells the direction of rounding; and UE, which a result beside the smallest normal number may raise or not. */
    private static final long ROUNDED_UP = 1L << 16 + 9, UNDERFLOW = 1L << 16 + 4;

    private Approximations() {}

    static boolean approximates(Mnemonic mnemonic) { return TRANSCENDENTAL.contains(mnemonic); }

    /** Mask of the bits of control, status and tag word that are defined. */
    static long definedStatus(Case at) { return ~(ROUNDED_UP | (smallest(at.theirs) || smallest(at.ours) ? UNDERFLOW : 0)); }

    private static boolean smallest(State s) { return (s.selector(FxImage.ST + 8) & 0x7FFF) <= 1 || (s.selector(FxImage.ST + 24) & 0x7FFF) <= 1; }

    /** Whether two registers hold neighbours or the same. @param slot the register's offset */
    static boolean near(State a, State b, int slot) {
        boolean same = a.get(slot) == b.get(slot) && a.selector(slot + 8) == b.selector(slot + 8);
        return same || number(a, slot).subtract(number(b, slot)).abs().bitLength() <= 1;
    }

    /** The place of a number among all numbers in order. */
    private static BigInteger number(State s, int slot) {
        int exponent = s.selector(slot + 8);
        var magnitude = BigInteger.valueOf(exponent & 0x7FFF).shiftLeft(63).add(BigInteger.valueOf(s.get(slot) & Long.MAX_VALUE));
        return (exponent & 0x8000) != 0 ? magnitude.negate() : magnitude;
    }
}
