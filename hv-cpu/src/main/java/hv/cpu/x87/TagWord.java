package hv.cpu.x87;

import static hv.cpu.real.Extended.INTEGER_BIT;

import hv.cpu.real.Extended;
import hv.cpu.state.X87State;

/**
 * Conversion between the tag word, which has two bits for each register, and the abridged one.
 *
 * @sdm 1 "x87 FPU Tag Word"
 */
final class TagWord {
    private static final int VALID = 0, ZERO = 1, SPECIAL = 2, EMPTY = 3;

    private TagWord() {}

    /** The full tag word. The tag of a register that is not empty follows from its contents. */
    static int full(X87State x) {
        int word = 0;
        for (int i = 0; i < 8; i++) word |= tag(x, i) << 2 * i;
        return word;
    }

    private static int tag(X87State x, int register) {
        if ((x.tags >>> register & 1) == 0) return EMPTY;
        int exponent = x.exponents[register] & Extended.MAX_EXPONENT;
        long significand = x.significands[register];
        if (exponent == 0) return significand == 0 ? ZERO : SPECIAL;
        return exponent == Extended.MAX_EXPONENT || (significand & INTEGER_BIT) == 0 ? SPECIAL : VALID;
    }

    /** The abridged tag word, which says only whether a register is empty. */
    static int abridged(int word) {
        int tags = 0;
        for (int i = 0; i < 8; i++) if ((word >>> 2 * i & 3) != EMPTY) tags |= 1 << i;
        return tags;
    }
}
