package hv.api.x86;

/**
 * Bits of IA32_VMX_MISC, as masks.
 *
 * @sdm 3D appendix A "Miscellaneous Data"
 */
public final class VmxMisc {
    /** Bits 4:0: the VMX-preemption timer counts down by 1 each time that this bit of the TSC changes. */
    public static final int PREEMPTION_TIMER_RATE = 0x1F;
    /** VM exits store IA32_EFER.LMA in the control "IA-32e mode guest". */
    public static final long STORE_EFER_LMA = 1 << 5;
    /** The activity state HLT is supported. */
    public static final long ACTIVITY_HLT = 1 << 6;
    /** The activity state shutdown is supported. */
    public static final long ACTIVITY_SHUTDOWN = 1 << 7;
    /** The activity state wait-for-SIPI is supported. */
    public static final long ACTIVITY_WAIT_FOR_SIPI = 1 << 8;
    /** The lowest of bits 24:16, the number of CR3-target values. */
    public static final int CR3_TARGETS_SHIFT = 16;
    /** The number of CR3-target values, shifted down. */
    public static final int CR3_TARGETS = 0x1FF;
    /** VMWRITE writes VM-exit information fields, too. */
    public static final long VMWRITE_EXIT_INFORMATION = 1 << 29;
    /** A software event may be injected with instruction length 0. */
    public static final long ZERO_LENGTH_INJECTION = 1 << 30;

    private VmxMisc() {}
}
