package hv.ept.probe;

import hv.api.Feature;
import hv.api.FeatureProbe;

/** A feature that is there where VM entry allows a secondary processor-based control to be 1. */
abstract class SecondaryControl implements FeatureProbe {
    private final Feature feature;
    private final int control;
    private final String remedy;

    /** @param control bit of the secondary processor-based VM-execution controls */
    SecondaryControl(Feature feature, int control, String remedy) {
        this.feature = feature;
        this.control = control;
        this.remedy = remedy;
    }

    @Override public String id() { return feature.name(); }
    @Override public Feature feature() { return feature; }

    @Override public Support probe(Capabilities cpu) {
        var why = "secondary processor-based control %d can't be 1 (IA32_VMX_PROCBASED_CTLS2, 48BH, bit %d is 0)";
        return Support.when(VmxCapabilities.allowsSecondary(cpu, control), why.formatted(control, 32 + control), remedy);
    }
}
