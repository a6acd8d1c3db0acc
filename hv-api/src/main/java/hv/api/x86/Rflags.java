package hv.api.x86;

/**
 * Bits of RFLAGS, as masks.
 *
 * @sdm 1 chapter 3 "EFLAGS Register"
 */
public final class Rflags {
    /** Carry flag. */
    public static final int CF = 1;
    /** Bit 1, which is always 1. */
    public static final int FIXED = 1 << 1;
    /** Parity flag. */
    public static final int PF = 1 << 2;
    /** Auxiliary carry flag. */
    public static final int AF = 1 << 4;
    /** Zero flag. */
    public static final int ZF = 1 << 6;
    /** Sign flag. */
    public static final int SF = 1 << 7;
    /** Trap flag. */
    public static final int TF = 1 << 8;
    /** Interrupt enable flag. */
    public static final int IF = 1 << 9;
    /** Direction flag. */
    public static final int DF = 1 << 10;
    /** Overflow flag. */
    public static final int OF = 1 << 11;
    /** I/O privilege level, two bits. */
    public static final int IOPL = 3 << 12;
    /** Nested task. */
    public static final int NT = 1 << 14;
    /** Resume flag. */
    public static final int RF = 1 << 16;
    /** Virtual-8086 mode. */
    public static final int VM = 1 << 17;
    /** Alignment check, access control. */
    public static final int AC = 1 << 18;
    /** Virtual interrupt flag. */
    public static final int VIF = 1 << 19;
    /** Virtual interrupt pending. */
    public static final int VIP = 1 << 20;
    /** Identification flag: software that can change it has CPUID. */
    public static final int ID = 1 << 21;
    /** The six flags that arithmetic sets. */
    public static final int STATUS = CF | PF | AF | ZF | SF | OF;
    /** All bits that may be 1, but for {@link #FIXED}. */
    public static final int ALL = STATUS | TF | IF | DF | IOPL | NT | RF | VM | AC | VIF | VIP | ID;

    private Rflags() {}
}
