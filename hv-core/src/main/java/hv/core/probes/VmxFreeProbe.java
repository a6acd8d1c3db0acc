package hv.core.probes;

import hv.api.Feature;
import hv.api.FeatureProbe;
import hv.api.x86.Cr4;

/** CR4.VMXE: clear as long as nobody owns VT. */
public final class VmxFreeProbe implements FeatureProbe {
    @Override public Feature feature() { return Feature.VMX_FREE; }

    @Override public String condition() { return "CR4.VMXE is 0"; }

    @Override public Support probe(Capabilities cpu) {
        return Support.when((cpu.cr4() & Cr4.VMXE) == 0, "CR4.VMXE is set already: another virtual machine monitor owns VT-x",
                "end the other monitor first");
    }
}
