package hv.api.x86;

/**
 * Secondary processor-based VM-execution controls, as masks of the field
 * {@link VmcsField#SECONDARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS}.
 *
 * @sdm 3C chapter 25 "Processor-Based VM-Execution Controls"
 */
public final class SecondaryControls {
    /** Virtualize APIC accesses. */
    public static final int VIRTUALIZE_APIC_ACCESSES = 1;
    /** Enable EPT. */
    public static final int ENABLE_EPT = 1 << 1;
    /** Descriptor-table exiting. */
    public static final int DESCRIPTOR_TABLE_EXITING = 1 << 2;
    /** Enable RDTSCP. */
    public static final int ENABLE_RDTSCP = 1 << 3;
    /** Virtualize x2APIC mode. */
    public static final int VIRTUALIZE_X2APIC_MODE = 1 << 4;
    /** Enable VPID. */
    public static final int ENABLE_VPID = 1 << 5;
    /** WBINVD exiting. */
    public static final int WBINVD_EXITING = 1 << 6;
    /** Unrestricted guest. */
    public static final int UNRESTRICTED_GUEST = 1 << 7;
    /** APIC-register virtualization. */
    public static final int APIC_REGISTER_VIRTUALIZATION = 1 << 8;
    /** Virtual-interrupt delivery. */
    public static final int VIRTUAL_INTERRUPT_DELIVERY = 1 << 9;
    /** PAUSE-loop exiting. */
    public static final int PAUSE_LOOP_EXITING = 1 << 10;
    /** RDRAND exiting. */
    public static final int RDRAND_EXITING = 1 << 11;
    /** Enable INVPCID. */
    public static final int ENABLE_INVPCID = 1 << 12;
    /** Enable VM functions. */
    public static final int ENABLE_VM_FUNCTIONS = 1 << 13;
    /** VMCS shadowing. */
    public static final int VMCS_SHADOWING = 1 << 14;
    /** Enable ENCLS exiting. */
    public static final int ENABLE_ENCLS_EXITING = 1 << 15;
    /** RDSEED exiting. */
    public static final int RDSEED_EXITING = 1 << 16;
    /** Enable PML. */
    public static final int ENABLE_PML = 1 << 17;
    /** EPT-violation #VE. */
    public static final int EPT_VIOLATION_VE = 1 << 18;
    /** Conceal VMX from PT. */
    public static final int CONCEAL_VMX_FROM_PT = 1 << 19;
    /** Enable XSAVES/XRSTORS. */
    public static final int ENABLE_XSAVES_XRSTORS = 1 << 20;
    /** PASID translation. */
    public static final int PASID_TRANSLATION = 1 << 21;
    /** Mode-based execute control for EPT. */
    public static final int MODE_BASED_EXECUTE_CONTROL_FOR_EPT = 1 << 22;
    /** Sub-page write permissions for EPT. */
    public static final int SUB_PAGE_WRITE_PERMISSIONS_FOR_EPT = 1 << 23;
    /** Intel PT uses guest physical addresses. */
    public static final int INTEL_PT_USES_GUEST_PHYSICAL_ADDRESSES = 1 << 24;
    /** Use TSC scaling. */
    public static final int USE_TSC_SCALING = 1 << 25;
    /** Enable user wait and pause. */
    public static final int ENABLE_USER_WAIT_AND_PAUSE = 1 << 26;
    /** Enable PCONFIG. */
    public static final int ENABLE_PCONFIG = 1 << 27;
    /** Enable ENCLV exiting. */
    public static final int ENABLE_ENCLV_EXITING = 1 << 28;
    /** VMM bus-lock detection. */
    public static final int VMM_BUS_LOCK_DETECTION = 1 << 30;
    /** Instruction timeout. */
    public static final int INSTRUCTION_TIMEOUT = 1 << 31;

    private SecondaryControls() {}
}
