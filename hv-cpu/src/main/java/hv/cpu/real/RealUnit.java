package hv.cpu.real;

import hv.cpu.state.RoundingControl;
import hv.cpu.state.X87State;

/**
 * The operation under way: its rounding, and then its result with the exceptions. There is one for each processor.
 *
 * <p>An unmasked exception that is detected before the result (invalid operation, denormal operand, divide by zero) leaves no result.
 *
 * @sdm 1 "x87 FPU Floating-Point Exception Conditions"
 */
public final class RealUnit {
    private static final int INVALID = X87State.IE, DENORMAL = X87State.DE, ZERO_DIVIDE = X87State.ZE, OVERFLOW = X87State.OE,
            UNDERFLOW = X87State.UE, PRECISION = X87State.PE, UP = X87State.C1;
    private static final int BEFORE_RESULT = INVALID | DENORMAL | ZERO_DIVIDE;
    /** The number that is added to or subtracted from the exponent of a result that an unmasked exception reports. */
    static final int WRAP = 24576;

    int rounding;
    private Format arithmetic;
    private int unmasked;
    /** Whether the last conversion found a denormal in single or double format, which is a normal number in this one. */
    boolean denormalSource;

    /** The result's sign and exponent. */
    public int exponent;
    /** The result's significand. For a conversion it is the integer, or the single or double. */
    public long significand;
    /** The exponent and significand of the second result, for instructions with two. */
    public int secondExponent;
    public long secondSignificand;
    /** Exceptions, stack fault, and C1 if the result was rounded up, in the format of the status word. */
    public int raised;

    /** @param control the x87 control word in force */
    public RealUnit begin(int control) {
        rounding = control >>> 10 & 3;
        arithmetic = Format.arithmetic(control);
        unmasked = ~control & X87State.EXCEPTIONS;
        raised = 0;
        denormalSource = false;
        return this;
    }

    /** Rounds toward zero from now on, whatever the control word says. */
    public void truncate() { rounding = RoundingControl.TRUNCATE; }

    /** Whether an unmasked exception has left no result. */
    public boolean stopped() { return (raised & unmasked & BEFORE_RESULT) != 0; }

    /** Whether an unmasked exception keeps a number from being loaded, which a denormal operand does not. */
    public boolean loadStopped() { return (raised & unmasked & INVALID) != 0; }

    /** Whether an unmasked exception keeps a result from being stored to memory. Nothing has been rounded then. */
    public boolean storeStopped() {
        boolean stopped = (raised & unmasked & ~PRECISION) != 0;
        if (stopped) raised &= ~(PRECISION | UP);
        return stopped;
    }

    /** Whether an unmasked exception has been raised. */
    public boolean reports() { return (raised & unmasked) != 0; }

    boolean masked(int exception) { return (unmasked & exception) == 0; }

    /** Sets the result, or an operand. */
    public void result(int e, long m) {
        exponent = e;
        significand = m;
    }

    /** Makes an operand the result. A pseudo-denormal becomes the normal number of the same value. */
    void same(int e, long m) { result(m < 0 && (e & Extended.MAX_EXPONENT) == 0 ? e | 1 : e, m); }

    void second(int e, long m) {
        secondExponent = e;
        secondSignificand = m;
    }

    void zero(int sign) { result(sign, 0); }

    void infinity(int sign) { result(sign | Extended.MAX_EXPONENT, Extended.INTEGER_BIT); }

    void indefinite() { result(Extended.INDEFINITE_EXPONENT, Extended.INDEFINITE_SIGNIFICAND); }

    void invalid() {
        raised |= INVALID;
        indefinite();
        second(exponent, significand);
    }

    /** @param c1 {@link X87State#C1} for overflow, 0 for underflow */
    public void stackFault(int c1) {
        raised |= X87State.SF | c1;
        invalid();
    }

    void divideByZero(int sign) {
        raised |= ZERO_DIVIDE;
        infinity(sign);
    }

    /** Raises the denormal-operand exception. @return whether that ends the operation */
    boolean denormal() {
        raised |= DENORMAL;
        return !masked(DENORMAL);
    }

    /** Sets the result of arithmetic, rounded as precision control says. */
    void round(int sign, int exponent, long high, long low) { round(arithmetic, sign, exponent, high, low); }

    /**
     * Sets the result, rounded to a format.
     *
     * @param high upper half of the significand, with the integer bit in bit 63
     * @param low  the 64 bits behind it
     */
    void round(Format f, int sign, int exponent, long high, long low) {
        if (exponent < f.least()) {
            tiny(f, sign, exponent, high, low);
            return;
        }
        long kept = roundSignificand(f, sign, high, low);
        if (kept == 0) {
            kept = Extended.INTEGER_BIT;
            exponent++;
        }
        if (exponent > f.greatest()) overflow(f, sign, exponent, kept);
        else result(sign | exponent, kept);
    }

    /** @return the significand; 0 where rounding up carried out of it */
    private long roundSignificand(Format f, int sign, long high, long low) {
        long rest = rest(f, high, low);
        long kept = high & -f.unit();
        if (rest == 0) return kept;
        raised |= PRECISION;
        if (!up(sign, (kept & f.unit()) != 0, rest)) return kept;
        raised |= UP;
        return kept + f.unit();
    }

    /** The bits that rounding drops; bit 63 is half a unit. */
    private static long rest(Format f, long high, long low) {
        return f.bits() == 64 ? low : high << f.bits() | (low == 0 ? 0 : 1);
    }

    /** Whether a positive number is rounded up from an even one. @param rest the dropped bits, not 0, bit 63 being half a unit */
    public boolean up(long rest) { return up(0, false, rest); }

    /** Whether a magnitude is rounded up. @param rest the dropped bits, not 0, bit 63 being half a unit */
    boolean up(int sign, boolean odd, long rest) { return RoundingControl.up(rounding, sign != 0, odd, rest); }

    private void overflow(Format f, int sign, int exponent, long kept) {
        raised |= OVERFLOW;
        if (masked(OVERFLOW)) {
            overflow(f, sign);
            return;
        }
        if (exponent - WRAP > f.greatest()) beyond(sign);
        else result(sign | exponent - WRAP, kept);
    }

    /** Sets the masked response to overflow. */
    private void overflow(Format f, int sign) {
        raised = raised & ~UP | PRECISION;
        if (rounding != RoundingControl.NEAREST && !up(sign, false, 1)) {
            result(sign | f.greatest(), -f.unit());
            return;
        }
        raised |= UP;
        infinity(sign);
    }

    /** Rounds a result below the smallest normal number. It is tiny unless rounding makes it that number. */
    private void tiny(Format f, int sign, int exponent, long high, long low) {
        boolean lifted = exponent == f.least() - 1 && lifts(f, sign, high, low);
        if (!lifted && !masked(UNDERFLOW)) {
            wrapped(f, sign, exponent, high, low);
            return;
        }
        int right = f.least() - exponent;
        long kept = roundSignificand(f, sign, Wide.shiftedHigh(high, right), Wide.shiftedLow(high, low, right));
        if (!lifted && (raised & PRECISION) != 0) raised |= UNDERFLOW;
        result(sign | (kept < 0 || f.least() > 1 ? f.least() : 0), kept);
    }

    private boolean lifts(Format f, int sign, long high, long low) {
        long rest = rest(f, high, low);
        return (high & -f.unit()) == -f.unit() && rest != 0 && up(sign, true, rest);
    }

    /** Sets an infinity, whatever rounding control says, where even a wrapped exponent does not hold the result. */
    private void beyond(int sign) {
        raised |= PRECISION | UP;
        infinity(sign);
    }

    /** Sets a zero, where even a wrapped exponent does not hold the result. */
    private void vanish(int sign) {
        raised |= PRECISION;
        zero(sign);
    }

    private void wrapped(Format f, int sign, int exponent, long high, long low) {
        raised |= UNDERFLOW;
        long kept = roundSignificand(f, sign, high, low);
        int wrapped = exponent + WRAP + (kept == 0 ? 1 : 0);
        if (wrapped < 1) vanish(sign);
        else result(sign | wrapped, kept == 0 ? Extended.INTEGER_BIT : kept);
    }
}
