package mine;

import hv.api.*;

public final class BlindProbe implements FeatureProbe {
    @Override public Feature feature() { return new Feature("sight"); }
    @Override public Support probe(Capabilities cpu) { throw new UnsupportedOperationException("too dark"); }
}
