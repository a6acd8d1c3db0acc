package hv.api.x86;

/**
 * Activity states, as values of the field {@link VmcsField#GUEST_ACTIVITY_STATE}.
 *
 * @sdm 3C chapter 25 "Guest Non-Register State"
 */
public final class ActivityState {
    /** Executes instructions. */
    public static final int ACTIVE = 0;
    /** Has executed HLT. */
    public static final int HLT = 1;
    /** Shut down by a triple fault or another serious error. */
    public static final int SHUTDOWN = 2;
    /** Waits for a start-up IPI. */
    public static final int WAIT_FOR_SIPI = 3;

    private ActivityState() {}
}
