package hv.ept.probe;

import hv.api.Feature;
import hv.api.FeatureProbe;
import hv.api.x86.SecondaryControls;

/** A feature that is there where VM entry allows a secondary processor-based control to be 1. */
abstract class SecondaryControl implements FeatureProbe {
    private final Feature feature;
    private final int control;
    private final String name, remedy;

    /** @param control mask of {@link SecondaryControls}; @param name the manual's */
    SecondaryControl(Feature feature, int control, String name, String remedy) {
        this.feature = feature;
        this.control = control;
        this.name = name;
        this.remedy = remedy;
    }

    @Override public String id() { return feature.name(); }
    @Override public Feature feature() { return feature; }

    @Override public String condition() { return "IA32_VMX_PROCBASED_CTLS (482H) bit 63 and IA32_VMX_PROCBASED_CTLS2 (48BH) bit " + (32 + bit()) + " are 1"; }

    @Override public Support probe(Capabilities cpu) {
        var needs = "needs secondary processor-based control " + bit() + ", \"" + name + "\"";
        if (!VmxCapabilities.hasSecondary(cpu)) {
            return new Support.Absent(needs + "; this processor has no secondary controls (IA32_VMX_PROCBASED_CTLS, 482H, bit 63 is 0)", remedy);
        }
        var why = needs + ", which can't be 1 (IA32_VMX_PROCBASED_CTLS2, 48BH, bit " + (32 + bit()) + " is 0)";
        return Support.when(VmxCapabilities.allowsSecondary(cpu, control), why, remedy);
    }

    private int bit() { return Integer.numberOfTrailingZeros(control); }
}
