package hv.api.x86;

/**
 * Pin-based VM-execution controls, as masks of the field {@link VmcsField#PIN_BASED_VM_EXECUTION_CONTROLS}.
 *
 * @sdm 3C chapter 25 "Pin-Based VM-Execution Controls"
 */
public final class PinBasedControls {
    /** External-interrupt exiting. */
    public static final int EXTERNAL_INTERRUPT_EXITING = 1;
    /** NMI exiting. */
    public static final int NMI_EXITING = 1 << 3;
    /** Virtual NMIs. */
    public static final int VIRTUAL_NMIS = 1 << 5;
    /** Activate VMX-preemption timer. */
    public static final int ACTIVATE_VMX_PREEMPTION_TIMER = 1 << 6;
    /** Process posted interrupts. */
    public static final int PROCESS_POSTED_INTERRUPTS = 1 << 7;

    private PinBasedControls() {}
}
