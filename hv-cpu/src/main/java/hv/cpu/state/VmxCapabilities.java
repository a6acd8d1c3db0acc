package hv.cpu.state;

import hv.api.x86.MsrIndex;
import hv.api.x86.VmxBasic;
import hv.api.x86.VmxMisc;
import hv.cpu.platform.ProcessorProfile;

/**
 * The capabilities of a processor's VMX, decoded from its capability MSRs. All are zero on a processor without VMX.
 *
 * @sdm 3D appendix A "VMX Capability Reporting Facility"
 */
public final class VmxCapabilities {
    public final long basic, misc, cr0Fixed0, cr0Fixed1, cr4Fixed0, cr4Fixed1, eptVpid, vmFunctions;
    /** Allowed-0 settings (must be 1) in bits 31:0, allowed-1 settings (may be 1) in bits 63:32; the true ones where they exist. */
    public final long pin, primary, secondary, exit, entry;
    /** MAXPHYADDR and the linear-address width, in bits. */
    public final int physicalBits, linearBits;
    /** CPUID.07H:EBX bits that rules of VM entry use. */
    public final boolean sgx, rtm;
    /** Bits of IA32_PERF_GLOBAL_CTRL that are not reserved. */
    public final long performanceCounters;
    /** Whether a VMCS field exists, by its ordinal; {@code vmx.VmcsFields} fills it in when it is first needed. */
    public boolean[] fields;

    public VmxCapabilities(ProcessorProfile profile) {
        basic = msr(profile, MsrIndex.IA32_VMX_BASIC);
        boolean trueControls = (basic & VmxBasic.TRUE_CONTROLS) != 0;
        pin = msr(profile, trueControls ? MsrIndex.IA32_VMX_TRUE_PINBASED_CTLS : MsrIndex.IA32_VMX_PINBASED_CTLS);
        primary = msr(profile, trueControls ? MsrIndex.IA32_VMX_TRUE_PROCBASED_CTLS : MsrIndex.IA32_VMX_PROCBASED_CTLS);
        exit = msr(profile, trueControls ? MsrIndex.IA32_VMX_TRUE_EXIT_CTLS : MsrIndex.IA32_VMX_EXIT_CTLS);
        entry = msr(profile, trueControls ? MsrIndex.IA32_VMX_TRUE_ENTRY_CTLS : MsrIndex.IA32_VMX_ENTRY_CTLS);
        secondary = msr(profile, MsrIndex.IA32_VMX_PROCBASED_CTLS2);
        misc = msr(profile, MsrIndex.IA32_VMX_MISC);
        cr0Fixed0 = msr(profile, MsrIndex.IA32_VMX_CR0_FIXED0);
        cr0Fixed1 = msr(profile, MsrIndex.IA32_VMX_CR0_FIXED1);
        cr4Fixed0 = msr(profile, MsrIndex.IA32_VMX_CR4_FIXED0);
        cr4Fixed1 = msr(profile, MsrIndex.IA32_VMX_CR4_FIXED1);
        eptVpid = msr(profile, MsrIndex.IA32_VMX_EPT_VPID_CAP);
        vmFunctions = msr(profile, MsrIndex.IA32_VMX_VMFUNC);
        var sizes = profile.cpuid().get(new ProcessorProfile.Leaf(0x8000_0008, 0));
        physicalBits = profile.physicalBits();
        linearBits = sizes == null ? 48 : sizes.eax() >>> 8 & 0xFF;
        sgx = profile.offers(7, 0, 'b', 2);
        rtm = profile.offers(7, 0, 'b', 11);
        performanceCounters = PerformanceFeatures.of(profile).global();
    }

    private static long msr(ProcessorProfile profile, int index) { return profile.msr(index).orElse(0); }

    /** The VMCS revision identifier. */
    public int revision() { return (int) basic & VmxBasic.REVISION; }

    /** Whether control {@code bit} (a mask) of this word ({@link #pin}, {@link #primary} …) may be 1. */
    public static boolean mayBeOne(long word, int bit) { return (word >>> 32 & bit & 0xFFFF_FFFFL) != 0; }

    /** Whether an address in a VMX structure is within the physical-address width. */
    public boolean fitsPhysical(long address) { return address >>> ((basic & VmxBasic.PHYSICAL_ADDRESS_WIDTH_32) != 0 ? 32 : physicalBits) == 0; }

    public boolean canonical(long address) { return address << 64 - linearBits >> 64 - linearBits == address; }

    /** IA32_VMX_MISC[4:0]: the VMX-preemption timer counts once in 2 to the power of this TSC ticks. */
    public int preemptionRate() { return (int) misc & VmxMisc.PREEMPTION_TIMER_RATE; }
}
