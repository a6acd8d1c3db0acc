package hv.core.probes;

import hv.api.Feature;
import hv.api.FeatureProbe;

/** CPUID.1:ECX.VMX[5]: the processor has VMX. */
public final class VmxProbe implements FeatureProbe {
    private static final int ECX_VMX = 1 << 5;

    @Override public Feature feature() { return Feature.VMX; }

    @Override public String condition() { return "CPUID.1:ECX.VMX[5] is 1"; }

    @Override public Support probe(Capabilities cpu) {
        return Support.when((cpu.cpuid(1, 0).ecx() & ECX_VMX) != 0, "CPUID.1:ECX.VMX[5] is 0, this processor has no VT-x",
                "choose a processor profile with VT-x");
    }
}
