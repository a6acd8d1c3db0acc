package hv.core.probes;

import hv.api.Feature;
import hv.api.FeatureProbe;
import hv.api.x86.MsrIndex;
import hv.api.x86.VmxBasic;

/** IA32_VMX_BASIC[55]: controls of the default1 class, such as CR3-load exiting, may be 0. */
public final class TrueControlsProbe implements FeatureProbe {
    @Override public Feature feature() { return Feature.TRUE_CONTROLS; }

    @Override public String condition() { return "IA32_VMX_BASIC (480H) bit 55 is 1"; }

    @Override public Support probe(Capabilities cpu) {
        return Support.when((cpu.rdmsr(MsrIndex.IA32_VMX_BASIC).orElse(0) & VmxBasic.TRUE_CONTROLS) != 0,
                "IA32_VMX_BASIC (480H) bit 55 is 0: CR3-load exiting, CR3-store exiting, save and load debug controls must be 1",
                "runs are right without it, with more VM exits");
    }
}
