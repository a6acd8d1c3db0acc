package hv.api.x86;

/**
 * Bits of the field {@link VmcsField#GUEST_PENDING_DEBUG_EXCEPTIONS}, as masks.
 *
 * @sdm 3C chapter 25 "Guest Non-Register State"
 */
public final class PendingDebugExceptions {
    /** B3 to B0: conditions of breakpoints that were met, enabled or not. */
    public static final int BREAKPOINTS = Dr6.BREAKPOINTS;
    /** A bus lock was asserted. */
    public static final int BLD = 1 << 11;
    /** At least one breakpoint that was met was enabled. */
    public static final int ENABLED_BREAKPOINT = 1 << 12;
    /** Single step. */
    public static final int BS = Dr6.BS;
    /** The exception came inside an RTM region. */
    public static final int RTM = 1 << 16;
    /** All bits that may be 1 without bus-lock detection. */
    public static final int ALL = BREAKPOINTS | ENABLED_BREAKPOINT | BS | RTM;

    private PendingDebugExceptions() {}
}
