package hv.api.x86;

/**
 * VM-entry controls, as masks of the field {@link VmcsField#VM_ENTRY_CONTROLS}.
 *
 * @sdm 3C chapter 25 "VM-Entry Controls"
 */
public final class EntryControls {
    /** Load debug controls. */
    public static final int LOAD_DEBUG_CONTROLS = 1 << 2;
    /** IA-32e mode guest. */
    public static final int IA32E_MODE_GUEST = 1 << 9;
    /** Entry to SMM. */
    public static final int TO_SMM = 1 << 10;
    /** Deactivate dual-monitor treatment. */
    public static final int DEACTIVATE_DUAL_MONITOR_TREATMENT = 1 << 11;
    /** Load IA32_PERF_GLOBAL_CTRL. */
    public static final int LOAD_IA32_PERF_GLOBAL_CTRL = 1 << 13;
    /** Load IA32_PAT. */
    public static final int LOAD_IA32_PAT = 1 << 14;
    /** Load IA32_EFER. */
    public static final int LOAD_IA32_EFER = 1 << 15;
    /** Load IA32_BNDCFGS. */
    public static final int LOAD_IA32_BNDCFGS = 1 << 16;
    /** Conceal VMX from PT. */
    public static final int CONCEAL_VMX_FROM_PT = 1 << 17;
    /** Load IA32_RTIT_CTL. */
    public static final int LOAD_IA32_RTIT_CTL = 1 << 18;
    /** Load UINV. */
    public static final int LOAD_UINV = 1 << 19;
    /** Load CET state. */
    public static final int LOAD_CET_STATE = 1 << 20;
    /** Load guest IA32_LBR_CTL. */
    public static final int LOAD_GUEST_IA32_LBR_CTL = 1 << 21;
    /** Load PKRS. */
    public static final int LOAD_PKRS = 1 << 22;
    /** Load FRED. */
    public static final int LOAD_FRED = 1 << 23;
    /** Load IA32_SPEC_CTRL. */
    public static final int LOAD_IA32_SPEC_CTRL = 1 << 24;
    /** Allow SEAM-guest telemetry. */
    public static final int ALLOW_SEAM_GUEST_TELEMETRY = 1 << 25;

    private EntryControls() {}
}
