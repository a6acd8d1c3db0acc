package hv.api.x86;

/**
 * Bits of IA32_VMX_EPT_VPID_CAP, as masks.
 *
 * @sdm 3D appendix A "VPID and EPT Capabilities"
 */
public final class EptVpidCap {
    /** EPT entries may allow execution without reading. */
    public static final long EXECUTE_ONLY = 1;
    /** Page walks of length 4. */
    public static final long WALK_LENGTH_4 = 1 << 6;
    /** Page walks of length 5. */
    public static final long WALK_LENGTH_5 = 1 << 7;
    /** EPT paging structures may be uncacheable. */
    public static final long MEMORY_TYPE_UC = 1 << 8;
    /** EPT paging structures may be write-back. */
    public static final long MEMORY_TYPE_WB = 1 << 14;
    /** An EPT PDE may map a 2-MByte page. */
    public static final long PAGE_2M = 1 << 16;
    /** An EPT PDPTE may map a 1-GByte page. */
    public static final long PAGE_1G = 1 << 17;
    /** The INVEPT instruction. */
    public static final long INVEPT = 1 << 20;
    /** Accessed and dirty flags in EPT entries. */
    public static final long ACCESSED_DIRTY = 1 << 21;
    /** Advanced VM-exit information of EPT violations. */
    public static final long ADVANCED_EPT_VIOLATION_INFORMATION = 1 << 22;
    /** Supervisor shadow-stack control. */
    public static final long SUPERVISOR_SHADOW_STACK = 1 << 23;
    /** Single-context INVEPT. */
    public static final long INVEPT_SINGLE_CONTEXT = 1 << 25;
    /** All-context INVEPT. */
    public static final long INVEPT_ALL_CONTEXT = 1 << 26;
    /** The INVVPID instruction. */
    public static final long INVVPID = 1L << 32;
    /** Individual-address INVVPID. */
    public static final long INVVPID_INDIVIDUAL_ADDRESS = 1L << 40;
    /** Single-context INVVPID. */
    public static final long INVVPID_SINGLE_CONTEXT = 1L << 41;
    /** All-context INVVPID. */
    public static final long INVVPID_ALL_CONTEXT = 1L << 42;
    /** Single-context-retaining-globals INVVPID. */
    public static final long INVVPID_SINGLE_CONTEXT_RETAINING_GLOBALS = 1L << 43;

    private EptVpidCap() {}
}
