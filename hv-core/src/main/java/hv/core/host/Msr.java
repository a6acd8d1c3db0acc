package hv.core.host;

/** Numbers of the model-specific registers that a VMM meets. */
public final class Msr {
    public static final int TIME_STAMP_COUNTER = 0x10, FEATURE_CONTROL = 0x3A, TSC_ADJUST = 0x3B, SYSENTER_CS = 0x174, SYSENTER_ESP = 0x175, SYSENTER_EIP = 0x176,
            DEBUGCTL = 0x1D9, PAT = 0x277, VMX_BASIC = 0x480, VMX_PINBASED_CTLS = 0x481, VMX_PROCBASED_CTLS = 0x482, VMX_EXIT_CTLS = 0x483,
            VMX_ENTRY_CTLS = 0x484, VMX_MISC = 0x485, VMX_CR0_FIXED0 = 0x486, VMX_CR0_FIXED1 = 0x487, VMX_CR4_FIXED0 = 0x488,
            VMX_CR4_FIXED1 = 0x489, VMX_PROCBASED_CTLS2 = 0x48B, VMX_EPT_VPID_CAP = 0x48C, VMX_TRUE_PINBASED_CTLS = 0x48D,
            EFER = 0xC000_0080, STAR = 0xC000_0081, LSTAR = 0xC000_0082, CSTAR = 0xC000_0083, FMASK = 0xC000_0084, FS_BASE = 0xC000_0100,
            GS_BASE = 0xC000_0101, KERNEL_GS_BASE = 0xC000_0102, TSC_AUX = 0xC000_0103;
    /** What a TRUE capability MSR's number is above that of its older form. */
    public static final int TRUE_OFFSET = VMX_TRUE_PINBASED_CTLS - VMX_PINBASED_CTLS;

    private Msr() {}
}
