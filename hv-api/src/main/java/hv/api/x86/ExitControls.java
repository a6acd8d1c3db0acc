package hv.api.x86;

/**
 * VM-exit controls, as masks of the field {@link VmcsField#PRIMARY_VM_EXIT_CONTROLS}.
 *
 * @sdm 3C chapter 25 "VM-Exit Controls"
 */
public final class ExitControls {
    /** Save debug controls. */
    public static final int SAVE_DEBUG_CONTROLS = 1 << 2;
    /** Host address-space size. */
    public static final int HOST_ADDRESS_SPACE_SIZE = 1 << 9;
    /** Load IA32_PERF_GLOBAL_CTRL. */
    public static final int LOAD_IA32_PERF_GLOBAL_CTRL = 1 << 12;
    /** Acknowledge interrupt on exit. */
    public static final int ACKNOWLEDGE_INTERRUPT_ON_EXIT = 1 << 15;
    /** Save IA32_PAT. */
    public static final int SAVE_IA32_PAT = 1 << 18;
    /** Load IA32_PAT. */
    public static final int LOAD_IA32_PAT = 1 << 19;
    /** Save IA32_EFER. */
    public static final int SAVE_IA32_EFER = 1 << 20;
    /** Load IA32_EFER. */
    public static final int LOAD_IA32_EFER = 1 << 21;
    /** Save VMX-preemption timer value. */
    public static final int SAVE_VMX_PREEMPTION_TIMER_VALUE = 1 << 22;
    /** Clear IA32_BNDCFGS. */
    public static final int CLEAR_IA32_BNDCFGS = 1 << 23;
    /** Conceal VMX from PT. */
    public static final int CONCEAL_VMX_FROM_PT = 1 << 24;
    /** Clear IA32_RTIT_CTL. */
    public static final int CLEAR_IA32_RTIT_CTL = 1 << 25;
    /** Clear IA32_LBR_CTL. */
    public static final int CLEAR_IA32_LBR_CTL = 1 << 26;
    /** Clear UINV. */
    public static final int CLEAR_UINV = 1 << 27;
    /** Load CET state. */
    public static final int LOAD_CET_STATE = 1 << 28;
    /** Load PKRS. */
    public static final int LOAD_PKRS = 1 << 29;
    /** Save IA32_PERF_GLOBAL_CTL. */
    public static final int SAVE_IA32_PERF_GLOBAL_CTRL = 1 << 30;
    /** Activate secondary controls. */
    public static final int ACTIVATE_SECONDARY_CONTROLS = 1 << 31;

    private ExitControls() {}
}
