package hv.ept.probe;

import hv.api.Feature;
import hv.api.FeatureProbe;

/** A feature that a processor has where one or more bits of IA32_VMX_EPT_VPID_CAP (48CH) are 1. */
abstract class EptCapability implements FeatureProbe {
    private final Feature feature;
    private final String remedy;
    private final int[] bits;

    EptCapability(Feature feature, String remedy, int... bits) {
        this.feature = feature;
        this.remedy = remedy;
        this.bits = bits;
    }

    @Override public String id() { return feature.name(); }
    @Override public Feature feature() { return feature; }

    @Override public Support probe(Capabilities cpu) {
        for (int bit : bits) {
            if (!VmxCapabilities.eptVpid(cpu, bit)) return new Support.Absent("IA32_VMX_EPT_VPID_CAP (48CH) bit " + bit + " is 0", remedy);
        }
        return Support.PRESENT;
    }
}
