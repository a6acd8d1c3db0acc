package hv.api.x86;

import java.util.List;

/**
 * Indices of model-specific registers, which ECX holds at RDMSR and WRMSR.
 *
 * @sdm 4 chapter 2 "Model-Specific Registers (MSRs)"
 */
public final class MsrIndex {
    /** Time-stamp counter. */
    public static final int IA32_TIME_STAMP_COUNTER = 0x10;
    /** Platform ID. */
    public static final int IA32_PLATFORM_ID = 0x17;
    /** APIC location and status. */
    public static final int IA32_APIC_BASE = 0x1B;
    /** Features that firmware allows; the bits are {@link FeatureControl}. */
    public static final int IA32_FEATURE_CONTROL = 0x3A;
    /** The offset that software has added to the time-stamp counter. */
    public static final int IA32_TSC_ADJUST = 0x3B;
    /** Trigger of a microcode update. */
    public static final int IA32_BIOS_UPDT_TRIG = 0x79;
    /** Microcode revision. */
    public static final int IA32_BIOS_SIGN_ID = 0x8B;
    /** SMM monitor. */
    public static final int IA32_SMM_MONITOR_CTL = 0x9B;
    /** Base address of SMRAM. */
    public static final int IA32_SMBASE = 0x9E;
    /** The first general-purpose performance counter; the others follow. */
    public static final int IA32_PMC0 = 0xC1;
    /** Platform information. */
    public static final int MSR_PLATFORM_INFO = 0xCE;
    /** The memory type range registers that there are. */
    public static final int IA32_MTRRCAP = 0xFE;
    /** CS of SYSENTER. */
    public static final int IA32_SYSENTER_CS = 0x174;
    /** RSP of SYSENTER. */
    public static final int IA32_SYSENTER_ESP = 0x175;
    /** RIP of SYSENTER. */
    public static final int IA32_SYSENTER_EIP = 0x176;
    /** Machine-check capabilities. */
    public static final int IA32_MCG_CAP = 0x179;
    /** Machine-check status. */
    public static final int IA32_MCG_STATUS = 0x17A;
    /** Machine-check control. */
    public static final int IA32_MCG_CTL = 0x17B;
    /** The event that {@link #IA32_PMC0} counts; the others follow. */
    public static final int IA32_PERFEVTSEL0 = 0x186;
    /** Miscellaneous features. */
    public static final int IA32_MISC_ENABLE = 0x1A0;
    /** Debug control; its bits are {@link DebugCtl}. */
    public static final int IA32_DEBUGCTL = 0x1D9;
    /** Base of the first variable range; two registers a range. */
    public static final int IA32_MTRR_PHYSBASE0 = 0x200;
    /** Mask of the first variable range; two registers a range. */
    public static final int IA32_MTRR_PHYSMASK0 = 0x201;
    /** Memory types from 0 on, 64 KBytes each. */
    public static final int IA32_MTRR_FIX64K_00000 = 0x250;
    /** Memory types from 80000H on, 16 KBytes each. */
    public static final int IA32_MTRR_FIX16K_80000 = 0x258;
    /** Memory types from A0000H on, 16 KBytes each. */
    public static final int IA32_MTRR_FIX16K_A0000 = 0x259;
    /** Memory types from C0000H on, 4 KBytes each. */
    public static final int IA32_MTRR_FIX4K_C0000 = 0x268;
    /** Memory types from C8000H on, 4 KBytes each. */
    public static final int IA32_MTRR_FIX4K_C8000 = 0x269;
    /** Memory types from D0000H on, 4 KBytes each. */
    public static final int IA32_MTRR_FIX4K_D0000 = 0x26A;
    /** Memory types from D8000H on, 4 KBytes each. */
    public static final int IA32_MTRR_FIX4K_D8000 = 0x26B;
    /** Memory types from E0000H on, 4 KBytes each. */
    public static final int IA32_MTRR_FIX4K_E0000 = 0x26C;
    /** Memory types from E8000H on, 4 KBytes each. */
    public static final int IA32_MTRR_FIX4K_E8000 = 0x26D;
    /** Memory types from F0000H on, 4 KBytes each. */
    public static final int IA32_MTRR_FIX4K_F0000 = 0x26E;
    /** Memory types from F8000H on, 4 KBytes each. */
    public static final int IA32_MTRR_FIX4K_F8000 = 0x26F;
    /** Page attribute table. */
    public static final int IA32_PAT = 0x277;
    /** Memory type outside all ranges. */
    public static final int IA32_MTRR_DEF_TYPE = 0x2FF;
    /** The first fixed-function performance counter; the others follow. */
    public static final int IA32_FIXED_CTR0 = 0x309;
    /** Control of the fixed-function counters. */
    public static final int IA32_FIXED_CTR_CTRL = 0x38D;
    /** Overflows of the performance counters. */
    public static final int IA32_PERF_GLOBAL_STATUS = 0x38E;
    /** Enables for the performance counters. */
    public static final int IA32_PERF_GLOBAL_CTRL = 0x38F;
    /** Clears overflows. */
    public static final int IA32_PERF_GLOBAL_OVF_CTRL = 0x390;
    /** The first register of the first machine-check bank; four registers a bank. */
    public static final int IA32_MC0_CTL = 0x400;
    /** Basic VMX information; its bits are {@link VmxBasic}. */
    public static final int IA32_VMX_BASIC = 0x480;
    /** Allowed {@link PinBasedControls}. */
    public static final int IA32_VMX_PINBASED_CTLS = 0x481;
    /** Allowed {@link PrimaryControls}. */
    public static final int IA32_VMX_PROCBASED_CTLS = 0x482;
    /** Allowed {@link ExitControls}. */
    public static final int IA32_VMX_EXIT_CTLS = 0x483;
    /** Allowed {@link EntryControls}. */
    public static final int IA32_VMX_ENTRY_CTLS = 0x484;
    /** Miscellaneous data; its bits are {@link VmxMisc}. */
    public static final int IA32_VMX_MISC = 0x485;
    /** Bits of CR0 that VMX operation fixes to 1. */
    public static final int IA32_VMX_CR0_FIXED0 = 0x486;
    /** Bits of CR0 that may be 1 in VMX operation. */
    public static final int IA32_VMX_CR0_FIXED1 = 0x487;
    /** Bits of CR4 that VMX operation fixes to 1. */
    public static final int IA32_VMX_CR4_FIXED0 = 0x488;
    /** Bits of CR4 that may be 1 in VMX operation. */
    public static final int IA32_VMX_CR4_FIXED1 = 0x489;
    /** The highest index of a VMCS field's encoding. */
    public static final int IA32_VMX_VMCS_ENUM = 0x48A;
    /** Allowed {@link SecondaryControls}. */
    public static final int IA32_VMX_PROCBASED_CTLS2 = 0x48B;
    /** Capabilities of EPT and VPIDs; the bits are {@link EptVpidCap}. */
    public static final int IA32_VMX_EPT_VPID_CAP = 0x48C;
    /** Allowed {@link PinBasedControls}, where default1 controls may be 0. */
    public static final int IA32_VMX_TRUE_PINBASED_CTLS = 0x48D;
    /** Allowed {@link PrimaryControls}, where default1 controls may be 0. */
    public static final int IA32_VMX_TRUE_PROCBASED_CTLS = 0x48E;
    /** Allowed {@link ExitControls}, where default1 controls may be 0. */
    public static final int IA32_VMX_TRUE_EXIT_CTLS = 0x48F;
    /** Allowed {@link EntryControls}, where default1 controls may be 0. */
    public static final int IA32_VMX_TRUE_ENTRY_CTLS = 0x490;
    /** Allowed VM functions. */
    public static final int IA32_VMX_VMFUNC = 0x491;
    /** Allowed tertiary processor-based controls. */
    public static final int IA32_VMX_PROCBASED_CTLS3 = 0x492;
    /** Allowed secondary VM-exit controls. */
    public static final int IA32_VMX_EXIT_CTLS2 = 0x493;
    /** When the local APIC's timer fires, in TSC-deadline mode. */
    public static final int IA32_TSC_DEADLINE = 0x6E0;
    /** The first register of a local APIC in x2APIC mode. */
    public static final int X2APIC_FIRST = 0x800;
    /** Task-priority register, in x2APIC mode. */
    public static final int IA32_X2APIC_TPR = 0x808;
    /** End of interrupt, in x2APIC mode. */
    public static final int IA32_X2APIC_EOI = 0x80B;
    /** Self-IPI register, in x2APIC mode. */
    public static final int IA32_X2APIC_SELF_IPI = 0x83F;
    /** The last register of a local APIC in x2APIC mode. */
    public static final int X2APIC_LAST = 0x8FF;
    /** Supervisor state components that XSAVES saves. */
    public static final int IA32_XSS = 0xDA0;
    /** Extended features; its bits are {@link Efer}. */
    public static final int IA32_EFER = 0xC000_0080;
    /** Selectors of SYSCALL and SYSRET. */
    public static final int IA32_STAR = 0xC000_0081;
    /** RIP of SYSCALL in 64-bit mode. */
    public static final int IA32_LSTAR = 0xC000_0082;
    /** RIP of SYSCALL in compatibility mode, which Intel's processors do not use. */
    public static final int IA32_CSTAR = 0xC000_0083;
    /** Flags that SYSCALL clears. */
    public static final int IA32_FMASK = 0xC000_0084;
    /** Base of FS. */
    public static final int IA32_FS_BASE = 0xC000_0100;
    /** Base of GS. */
    public static final int IA32_GS_BASE = 0xC000_0101;
    /** The base that SWAPGS exchanges with the base of GS. */
    public static final int IA32_KERNEL_GS_BASE = 0xC000_0102;
    /** The value that RDTSCP gives in ECX. */
    public static final int IA32_TSC_AUX = 0xC000_0103;

    /** The memory type range registers of fixed ranges, ascending. */
    public static final List<Integer> FIXED_MTRRS = List.of(IA32_MTRR_FIX64K_00000, IA32_MTRR_FIX16K_80000, IA32_MTRR_FIX16K_A0000, IA32_MTRR_FIX4K_C0000,
            IA32_MTRR_FIX4K_C8000, IA32_MTRR_FIX4K_D0000, IA32_MTRR_FIX4K_D8000, IA32_MTRR_FIX4K_E0000, IA32_MTRR_FIX4K_E8000, IA32_MTRR_FIX4K_F0000,
            IA32_MTRR_FIX4K_F8000);
    /** Where the upper of the two ranges starts that MSR bitmaps cover; the lower one starts at 0. */
    public static final int BITMAP_HIGH = 0xC000_0000;
    /** How many indices each range of the MSR bitmaps has. */
    public static final int BITMAP_RANGE = 0x2000;

    private MsrIndex() {}
}
