package hv.core.probes;

import hv.api.Feature;
import hv.api.FeatureProbe;

/** CR0.PE, PG and NE: the mode that VMXON requires. */
public final class ProtectedModeProbe implements FeatureProbe {
    private static final long PE = 1, NE = 1 << 5, PG = 1L << 31;

    @Override public Feature feature() { return Feature.VMX_MODE; }

    @Override public Support probe(Capabilities cpu) {
        String missing = missing(cpu.cr0(), PE, "PE") + missing(cpu.cr0(), PG, "PG") + missing(cpu.cr0(), NE, "NE");
        return Support.when(missing.isEmpty(), "CR0 lacks" + missing, "set the bits before VMXON: protected mode, paging, native FPU errors");
    }

    private static String missing(long cr0, long bit, String name) { return (cr0 & bit) != 0 ? "" : " " + name; }
}
