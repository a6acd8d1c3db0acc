package hv.api.x86;

/**
 * Bits of IA32_VMX_BASIC, as masks.
 *
 * @sdm 3D appendix A "Basic VMX Information"
 */
public final class VmxBasic {
    /** Bits 30:0, the VMCS revision identifier. */
    public static final int REVISION = 0x7FFF_FFFF;
    /** Addresses in VMX structures have 32 bits at most. */
    public static final long PHYSICAL_ADDRESS_WIDTH_32 = 1L << 48;
    /** Dual-monitor treatment of SMIs and SMM is supported. */
    public static final long DUAL_MONITOR = 1L << 49;
    /** VM exits of INS and OUTS fill in the instruction information. */
    public static final long INS_OUTS_INFORMATION = 1L << 54;
    /** Controls of the default1 class may be 0, and the TRUE capability MSRs exist. */
    public static final long TRUE_CONTROLS = 1L << 55;
    /** A hardware exception may be injected with or without an error code, whatever its vector. */
    public static final long NO_ERROR_CODE_CONSISTENCY = 1L << 56;

    private VmxBasic() {}
}
