package hv.testkit;

import hv.api.Feature;
import hv.api.FeatureProbe;

/** Takes a feature as present, for a plugin under test that needs it: the probes that would look are in modules that the test need not see. */
record PresumedFeature(Feature feature) implements FeatureProbe {
    @Override public String id() { return "presumed-" + feature.name(); }
    @Override public Support probe(Capabilities cpu) { return Support.PRESENT; }
}
