package hv.api.x86;

/**
 * Bits of DR7, as masks.
 *
 * @sdm 3B chapter 18 "Debug Control Register (DR7)"
 */
public final class Dr7 {
    /** L0, G0 to L3, G3: which breakpoints are enabled. */
    public static final int ENABLES = 0xFF;
    /** L0 to L3: those that a task switch disables. */
    public static final int LOCAL_ENABLES = 0x55;
    /** Local exact breakpoint enable. */
    public static final int LE = 1 << 8;
    /** Global exact breakpoint enable. */
    public static final int GE = 1 << 9;
    /** Bit 10, which is always 1. */
    public static final int FIXED = 1 << 10;
    /** General detect enable: MOV DR raises #DB. */
    public static final int GD = 1 << 13;

    private Dr7() {}
}
