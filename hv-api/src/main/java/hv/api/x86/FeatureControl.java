package hv.api.x86;

/**
 * Bits of IA32_FEATURE_CONTROL, as masks.
 *
 * @sdm 3C chapter 24 "Enabling and Entering VMX Operation"
 */
public final class FeatureControl {
    /** Locked: writes fault until RESET, and VMXON faults while it is 0. */
    public static final long LOCK = 1;
    /** VMXON is allowed in SMX operation. */
    public static final long ENABLE_VMX_INSIDE_SMX = 1 << 1;
    /** VMXON is allowed outside SMX operation. */
    public static final long ENABLE_VMX_OUTSIDE_SMX = 1 << 2;

    private FeatureControl() {}
}
