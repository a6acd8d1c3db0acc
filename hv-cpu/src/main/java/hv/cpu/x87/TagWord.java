package hv.cpu.x87;

import static hv.cpu.real.Extended.INTEGER_BIT;

import hv.cpu.real.Extended;
import hv.cpu.state.X87State;

/**
 * The tag word of two bits a register, from and to the abridged one.
 *
 * @sdm 1 "x87 FPU Tag Word"
 */
final class TagWord {
    private static final int VALID = 0, ZERO = 1, SPECIAL = 2, EMPTY = 3;

    private TagWord() {}

    /** Tags of registers that are not empty follow from what they hold. */
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

    /** Only whether a register is empty counts. */
    static int abridged(int word) {
        int tags = 0;
        for (int i = 0; i < 8; i++) if ((word >>> 2 * i & 3) != EMPTY) tags |= 1 << i;
        return tags;
    }
}
