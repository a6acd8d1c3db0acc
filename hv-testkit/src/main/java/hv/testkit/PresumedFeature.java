package hv.testkit;

import hv.api.Feature;
import hv.api.FeatureProbe;

/** A probe that reports a feature as present, for a plugin under test that needs it: the real probe may be in a module that the test does not see. */
record PresumedFeature(Feature feature) implements FeatureProbe {
    @Override public String id() { return "presumed-" + feature.name(); }
    @Override public Support probe(Capabilities cpu) { return Support.PRESENT; }
}
