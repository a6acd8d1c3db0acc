package hv.api.x86;

/**
 * Bits of CR0, as masks.
 *
 * @sdm 3A chapter 2 "Control Registers"
 */
public final class Cr0 {
    /** Protection enable. */
    public static final long PE = 1;
    /** Monitor coprocessor. */
    public static final long MP = 1 << 1;
    /** Emulation. */
    public static final long EM = 1 << 2;
    /** Task switched. */
    public static final long TS = 1 << 3;
    /** Extension type: always 1. */
    public static final long ET = 1 << 4;
    /** Numeric error. */
    public static final long NE = 1 << 5;
    /** Write protect. */
    public static final long WP = 1 << 16;
    /** Alignment mask. */
    public static final long AM = 1 << 18;
    /** Not write-through. */
    public static final long NW = 1 << 29;
    /** Cache disable. */
    public static final long CD = 1 << 30;
    /** Paging. */
    public static final long PG = 1L << 31;
    /** Bits that LMSW reads and SMSW always stores. */
    public static final long MACHINE_STATUS_WORD = PE | MP | EM | TS;
    /** All bits that CR0 has; writes of others in bits 31:0 are ignored, in bits 63:32 they fault. */
    public static final long ALL = PE | MP | EM | TS | ET | NE | WP | AM | NW | CD | PG;

    private Cr0() {}
}
