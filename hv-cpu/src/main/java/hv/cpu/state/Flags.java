package hv.cpu.state;

import static hv.api.x86.Rflags.*;

/**
 * RFLAGS. The six status flags are kept lazily as two longs, so that an arithmetic instruction stores two values and computes no flag; the other
 * bits are kept as they are.
 *
 * <p>ZF, SF and PF are those of {@link #result}; CF, OF and AF are in {@link #carries}. Arithmetic can only produce combinations where ZF
 * excludes SF and implies PF; POPF, SAHF and IRET can ask for any. The two lowest bits of {@link #carries} correct the difference: arithmetic
 * leaves them 0.
 */
public final class Flags {
    /** Bits of {@link #carries}: CF; the carry into the sign bit (OF = this xor CF); AF. */
    private static final long CARRY = 1L << 63, INTO_SIGN = 1L << 62, HALF_CARRY = 1L << 3;
    /** Bits of {@link #carries}: SF is inverted; PF is inverted. */
    private static final long INVERT_SIGN = 2, INVERT_PARITY = 1;

    /** The sign-extended result, which gives ZF, SF and PF. */
    public long result = 1;
    /** Bit 63 CF, bit 62 the carry into the sign bit (OF = 63 xor 62), bit 3 AF, bit 1 SF inverted, bit 0 PF inverted; all others 0. */
    public long carries;
    /** The bits outside {@link hv.api.x86.Rflags#STATUS}, bit 1 set. */
    public int others = FIXED;

    public boolean has(int bit) { return (others & bit) != 0; }
    public int iopl() { return others >> 12 & 3; }

    public boolean cf() { return carries < 0; }
    public boolean of() { return (carries ^ carries << 1) < 0; }
    public boolean af() { return (carries & HALF_CARRY) != 0; }
    public boolean zf() { return result == 0; }
    public boolean sf() { return (result ^ carries << 62) < 0; }
    public boolean pf() { return ((Long.bitCount(result & 0xFF) ^ carries) & INVERT_PARITY) == 0; }
    /** Whether SF differs from OF: a signed comparison has found "less". */
    public boolean less() { return (result ^ carries << 62 ^ carries ^ carries << 1) < 0; }

    /** CF as a number, 0 or 1. */
    public long carry() { return carries >>> 63; }

    /**
     * Sets the flags of an addition or subtraction.
     *
     * @param vector the carry (borrow) out of each bit position of {@code w} bytes; higher bits are ignored
     */
    public void arithmetic(int w, long result, long vector) {
        this.result = result;
        carries = vector << 64 - (w << 3) & (CARRY | INTO_SIGN) | vector & HALF_CARRY;
    }

    /** Sets the flags of an addition or subtraction, except CF. */
    public void arithmeticKeepingCarry(int w, long result, long vector) {
        long old = carries;
        arithmetic(w, result, vector);
        carryFrom(old);
    }

    /** Sets the flags of a logical operation: CF, OF and AF (undefined by the manual) are 0. @param result sign-extended */
    public void logic(long result) {
        this.result = result;
        carries = 0;
    }

    /**
     * Sets the flags of a shift: ZF, SF and PF by the result, AF 0.
     *
     * @param cf bit 0 is CF
     * @param of bit 0 is OF
     */
    public void shift(long result, long cf, long of) {
        this.result = result;
        carries = cf << 63 | (cf ^ of) << 63 >>> 1;
    }

    /**
     * Sets CF and OF alone.
     *
     * @param cf bit 0 is CF
     * @param of bit 0 is OF
     */
    public void rotate(long cf, long of) {
        carries = carries & ~(CARRY | INTO_SIGN) | cf << 63 | (cf ^ of) << 63 >>> 1;
    }

    /** Sets CF alone. */
    public void setCf(boolean cf) { carryFrom(cf ? CARRY : 0); }

    /** Sets CF to bit 63 of a vector. OF stays, so the carry into the sign bit changes with CF. */
    private void carryFrom(long vector) {
        long change = (carries ^ vector) & CARRY;
        carries ^= change | change >>> 1;
    }

    /** Sets ZF alone. */
    public void setZf(boolean zf) { setStatus(status() & ~ZF | (zf ? ZF : 0)); }

    /** The six status flags at their places in RFLAGS; all other bits are 0. */
    public int status() {
        return (cf() ? CF : 0) | (pf() ? PF : 0) | (af() ? AF : 0) | (zf() ? ZF : 0) | (sf() ? SF : 0) | (of() ? OF : 0);
    }

    /** Sets the six status flags to any combination. @param image bits outside {@link hv.api.x86.Rflags#STATUS} are ignored */
    public void setStatus(int image) {
        boolean pf = (image & PF) != 0, zf = (image & ZF) != 0, sf = (image & SF) != 0;
        result = zf ? 0 : sf ? -1 : 1;
        carries = 0;
        if (sf() != sf) carries |= INVERT_SIGN;
        if (pf() != pf) carries |= INVERT_PARITY;
        if ((image & AF) != 0) carries |= HALF_CARRY;
        rotate(image & CF, image >>> 11);
    }

    /** RFLAGS as software reads it. */
    public int image() { return others | status(); }

    /** Sets all of RFLAGS. @param image bits that do not exist are dropped, and bit 1 is set */
    public void setImage(int image) {
        setStatus(image);
        others = image & ALL & ~STATUS | FIXED;
    }
}
