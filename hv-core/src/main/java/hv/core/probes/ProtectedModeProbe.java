package hv.core.probes;

import hv.api.Feature;
import hv.api.FeatureProbe;
import hv.api.x86.Cr0;

/** CR0.PE, PG and NE: the mode that VMXON wants. */
public final class ProtectedModeProbe implements FeatureProbe {
    @Override public Feature feature() { return Feature.VMX_MODE; }

    @Override public String condition() { return "CR0.PE, CR0.PG and CR0.NE are 1"; }

    @Override public Support probe(Capabilities cpu) {
        String missing = missing(cpu.cr0(), Cr0.PE, "PE") + missing(cpu.cr0(), Cr0.PG, "PG") + missing(cpu.cr0(), Cr0.NE, "NE");
        return Support.when(missing.isEmpty(), "CR0 lacks" + missing, "set the bits before VMXON: protected mode, paging, native FPU errors");
    }

    private static String missing(long cr0, long bit, String name) { return (cr0 & bit) != 0 ? "" : " " + name; }
}
