package hv.ept.probe;

import hv.api.FeatureProbe;

/**
 * The VMX capability MSRs that report EPT and VPIDs.
 *
 * @sdm 3D appendix A "VMX Capability Reporting Facility"
 */
final class VmxCapabilities {
    private static final int PROCBASED_CTLS = 0x482, PROCBASED_CTLS2 = 0x48B, EPT_VPID_CAP = 0x48C;
    private static final int ACTIVATE_SECONDARY_CONTROLS = 31;

    private VmxCapabilities() {}

    /** Whether VM entry allows this secondary processor-based control to be 1. */
    static boolean allowsSecondary(FeatureProbe.Capabilities cpu, int control) {
        return hasSecondary(cpu) && allowed1(cpu, PROCBASED_CTLS2, control);
    }

    /** Whether there are secondary controls at all. */
    static boolean hasSecondary(FeatureProbe.Capabilities cpu) { return allowed1(cpu, PROCBASED_CTLS, ACTIVATE_SECONDARY_CONTROLS); }

    /** Whether this bit of IA32_VMX_EPT_VPID_CAP is 1; the MSR exists only where EPT or VPIDs do. */
    static boolean eptVpid(FeatureProbe.Capabilities cpu, int bit) { return (cpu.rdmsr(EPT_VPID_CAP).orElse(0) >>> bit & 1) != 0; }

    private static boolean allowed1(FeatureProbe.Capabilities cpu, int msr, int control) {
        return (cpu.rdmsr(msr).orElse(0) >>> 32 + control & 1) != 0;
    }
}
