package hv.cpu.state;

import hv.cpu.platform.ProcessorProfile;

/**
 * What VMX offers on a processor: its capability MSRs, taken apart. All zero on a processor without VMX.
 *
 * @sdm 3D appendix A "VMX Capability Reporting Facility"
 */
public final class VmxCapabilities {
    private static final int BASIC = 0x480, PIN = 0x481, PRIMARY = 0x482, EXIT = 0x483, ENTRY = 0x484, MISC = 0x485,
            CR0_FIXED0 = 0x486, CR0_FIXED1 = 0x487, CR4_FIXED0 = 0x488, CR4_FIXED1 = 0x489, SECONDARY = 0x48B, EPT_VPID = 0x48C,
            TRUE_PIN = 0x48D, TRUE_PRIMARY = 0x48E, TRUE_EXIT = 0x48F, TRUE_ENTRY = 0x490, VMFUNC = 0x491;

    public final long basic, misc, cr0Fixed0, cr0Fixed1, cr4Fixed0, cr4Fixed1, eptVpid, vmFunctions;
    /** Allowed-0 settings (must be 1) in bits 31:0, allowed-1 settings (may be 1) in bits 63:32; the true ones where they exist. */
    public final long pin, primary, secondary, exit, entry;
    /** MAXPHYADDR and the linear-address width, in bits. */
    public final int physicalBits, linearBits;
    /** CPUID.07H:EBX bits that rules of VM entry ask for. */
    public final boolean sgx, rtm;
    /** Bits of IA32_PERF_GLOBAL_CTRL that are not reserved. */
    public final long performanceCounters;
    /** Whether a VMCS field exists, by its ordinal; {@code vmx.VmcsFields} works it out when it first needs it. */
    public boolean[] fields;

    public VmxCapabilities(ProcessorProfile profile) {
        basic = msr(profile, BASIC);
        boolean trueControls = (basic >>> 55 & 1) != 0;
        pin = msr(profile, trueControls ? TRUE_PIN : PIN);
        primary = msr(profile, trueControls ? TRUE_PRIMARY : PRIMARY);
        exit = msr(profile, trueControls ? TRUE_EXIT : EXIT);
        entry = msr(profile, trueControls ? TRUE_ENTRY : ENTRY);
        secondary = msr(profile, SECONDARY);
        misc = msr(profile, MISC);
        cr0Fixed0 = msr(profile, CR0_FIXED0);
        cr0Fixed1 = msr(profile, CR0_FIXED1);
        cr4Fixed0 = msr(profile, CR4_FIXED0);
        cr4Fixed1 = msr(profile, CR4_FIXED1);
        eptVpid = msr(profile, EPT_VPID);
        vmFunctions = msr(profile, VMFUNC);
        var sizes = profile.cpuid().get(new ProcessorProfile.Leaf(0x8000_0008, 0));
        physicalBits = profile.physicalBits();
        linearBits = sizes == null ? 48 : sizes.eax() >>> 8 & 0xFF;
        sgx = profile.offers(7, 0, 'b', 2);
        rtm = profile.offers(7, 0, 'b', 11);
        performanceCounters = PerformanceFeatures.of(profile).global();
    }

    private static long msr(ProcessorProfile profile, int index) { return profile.msr(index).orElse(0); }

    /** The VMCS revision identifier. */
    public int revision() { return (int) basic & 0x7FFF_FFFF; }

    /** Whether control {@code bit} (a mask) of this word ({@link #pin}, {@link #primary} …) may be 1. */
    public static boolean mayBeOne(long word, int bit) { return (word >>> 32 & bit & 0xFFFF_FFFFL) != 0; }

    /** Whether an address in a VMX structure keeps to the physical-address width. */
    public boolean fitsPhysical(long address) { return address >>> ((basic >>> 48 & 1) != 0 ? 32 : physicalBits) == 0; }

    public boolean canonical(long address) { return address << 64 - linearBits >> 64 - linearBits == address; }

    /** IA32_VMX_MISC[4:0]: the VMX-preemption timer counts once in 2 to the power of this TSC ticks. */
    public int preemptionRate() { return (int) misc & 0x1F; }
}
