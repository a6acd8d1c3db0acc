package hv.cpu.state;

import java.util.Arrays;

/**
 * The x87 FPU registers. Data registers are named by their physical number, R0 to R7: ST(i) is R(TOP + i), MMi is the significand of Ri.
 *
 * @sdm 1 "x87 FPU Execution Environment"
 */
public final class X87State {
    /** Bits of {@link #status}: exceptions, stack fault, condition codes. */
    public static final int IE = 1, DE = 1 << 1, ZE = 1 << 2, OE = 1 << 3, UE = 1 << 4, PE = 1 << 5, SF = 1 << 6, C0 = 1 << 8, C1 = 1 << 9,
            C2 = 1 << 10, C3 = 1 << 14;
    /** Bits of the status word that follow from others: error summary, and busy, its copy. */
    public static final int ES = 1 << 7, B = 1 << 15;
    /** The exception flags of {@link #status}, and their masks in {@link #control}. */
    public static final int EXCEPTIONS = 0x3F;
    /** The control word after FNINIT: all exceptions masked, 64 bits of precision, rounding to nearest. */
    public static final int CONTROL_INITIAL = 0x37F;
    private static final int TOP = 7 << 11;
    /** The bits that the control word has; and bit 6, which reads as 1. */
    private static final int CONTROL_BITS = 0x1F3F, CONTROL_ONE = 0x40;
    private static final int MMX_EXPONENT = 0xFFFF;

    /** Bits 63:0 of R0 to R7. */
    public final long[] significands = new long[8];
    /** Bits 79:64 of R0 to R7: sign (bit 15) and biased exponent. */
    public final int[] exponents = new int[8];
    /** The control word, with the bits that are always 1. */
    private int control = CONTROL_ONE;
    /** The status word without TOP, ES and B. */
    public int status;
    /** The physical number of ST(0). */
    public int top;
    /** The abridged tag word, as FXSAVE saves it: bit i is set where Ri is not empty. */
    public int tags;
    /** Last instruction pointer and last data pointer: offsets, 64 bits wide. */
    public long fip, fdp;
    /** The selectors of the instruction pointer and the data pointer. */
    public int fcs, fds;
    /** Last instruction opcode: the low 3 bits of its first byte, then its second byte. */
    public int fop;

    /**
     * Whether FERR# is asserted: a waiting instruction has met an exception that is reported by this pin, because CR0.NE is 0. FERR# and IGNNE# are
     * deasserted when no exception is pending any more.
     */
    public boolean ferr;
    /** Whether IGNNE# is asserted, so that waiting instructions go on in spite of the exception. */
    public boolean ignne;

    public int control() { return control; }
    public void control(int word) {
        control = word & CONTROL_BITS | CONTROL_ONE;
        updateFerr();
    }

    /** Whether an exception is flagged and not masked: the next waiting instruction reports it. */
    public boolean pending() { return (status & ~control & EXCEPTIONS) != 0; }

    public int statusWord() { return status | top << 11 | (pending() ? ES | B : 0); }

    /** Loads the status word. ES and B are not taken from it, because they follow from exceptions and masks. */
    public void statusWord(int word) {
        status = word & ~(TOP | ES | B) & 0xFFFF;
        top = word >>> 11 & 7;
        updateFerr();
    }

    /** Clears the exceptions, as FNCLEX does. */
    public void clearExceptions() {
        status &= ~(EXCEPTIONS | SF);
        updateFerr();
    }

    private void updateFerr() {
        if (ferr && !pending()) ferr = ignne = false;
    }

    /** Puts registers and pointers into the state after RESET: all +0, none empty. */
    public void reset() {
        init();
        control(CONTROL_ONE);
        tags = 0xFF;
        clearRegisters();
    }

    /** Puts the unit into the state after FNINIT. Data registers keep their contents, but are empty. */
    public void init() {
        control(CONTROL_INITIAL);
        status = top = tags = 0;
        fip = fdp = fcs = fds = fop = 0;
        updateFerr();
    }

    public void clearRegisters() {
        Arrays.fill(significands, 0);
        Arrays.fill(exponents, 0);
    }

    /** Begins the use of MMX registers, as all MMX instructions but EMMS do, also those that only read: TOP is 0 and no register is empty. */
    public void enterMmx() {
        top = 0;
        tags = 0xFF;
    }

    /** Writes MMi; the caller also calls {@link #enterMmx}. */
    public void setMmx(int i, long value) {
        significands[i] = value;
        exponents[i] = MMX_EXPONENT;
    }

    public void copyFrom(X87State other) {
        System.arraycopy(other.significands, 0, significands, 0, 8);
        System.arraycopy(other.exponents, 0, exponents, 0, 8);
        control = other.control;
        statusWord(other.statusWord());
        tags = other.tags;
        fip = other.fip;
        fdp = other.fdp;
        fcs = other.fcs;
        fds = other.fds;
        fop = other.fop;
    }
}
