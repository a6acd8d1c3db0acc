package hv.api.x86;

/**
 * Bits of DR6, and of the exit qualification of a debug exception, as masks.
 *
 * @sdm 3B chapter 18 "Debug Status Register (DR6)"
 */
public final class Dr6 {
    /** B3 to B0: conditions of breakpoints that were met. */
    public static final int BREAKPOINTS = 0xF;
    /** The next instruction accesses a debug register, which {@link Dr7#GD} guards. */
    public static final int BD = 1 << 13;
    /** Single step. */
    public static final int BS = 1 << 14;
    /** Task switch. */
    public static final int BT = 1 << 15;
    /** All of them: what a debug exception changes. */
    public static final int CONDITIONS = BREAKPOINTS | BD | BS | BT;
    /** Bits that are always 1 on a processor without bus-lock detection and RTM; and the value after RESET. */
    public static final long FIXED = 0xFFFF_0FF0L;

    private Dr6() {}

    /**
     * DR6 after a debug exception: breakpoints met before are cleared, the other conditions stay.
     *
     * @param dr6    before; @param causes the conditions of the exception, whose other bits do not count
     * @sdm 3B chapter 18 "Debug Status Register (DR6)"
     */
    public static long after(long dr6, long causes) { return dr6 & ~(long) BREAKPOINTS | causes & CONDITIONS; }
}
