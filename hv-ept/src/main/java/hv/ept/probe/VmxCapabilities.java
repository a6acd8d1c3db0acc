package hv.ept.probe;

import hv.api.FeatureProbe;
import hv.api.x86.MsrIndex;
import hv.api.x86.PrimaryControls;
import hv.api.x86.SecondaryControls;

/**
 * The VMX capability MSRs that report EPT and VPIDs.
 *
 * @sdm 3D appendix A "VMX Capability Reporting Facility"
 */
final class VmxCapabilities {
    private VmxCapabilities() {}

    /** Whether VM entry allows this one of {@link SecondaryControls} to be 1. */
    static boolean allowsSecondary(FeatureProbe.Capabilities cpu, int control) {
        return hasSecondary(cpu) && allowed1(cpu, MsrIndex.IA32_VMX_PROCBASED_CTLS2, control);
    }

    /** Whether there are secondary controls at all. */
    static boolean hasSecondary(FeatureProbe.Capabilities cpu) {
        return allowed1(cpu, MsrIndex.IA32_VMX_PROCBASED_CTLS, PrimaryControls.ACTIVATE_SECONDARY_CONTROLS);
    }

    /** Whether this bit of IA32_VMX_EPT_VPID_CAP, a mask, is 1; the MSR exists only where EPT or VPIDs do. */
    static boolean eptVpid(FeatureProbe.Capabilities cpu, long bit) { return (cpu.rdmsr(MsrIndex.IA32_VMX_EPT_VPID_CAP).orElse(0) & bit) != 0; }

    private static boolean allowed1(FeatureProbe.Capabilities cpu, int msr, int control) {
        return (cpu.rdmsr(msr).orElse(0) >>> 32 & control) != 0;
    }
}
