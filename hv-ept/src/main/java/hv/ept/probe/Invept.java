package hv.ept.probe;

import hv.api.Feature;

/** INVEPT with its single-context and all-context types. */
public final class Invept extends EptCapability {
    public Invept() {
        super(Feature.INVEPT,
                "changing EPT entries needs it: choose a processor profile that has it (--cpu)", 20, 25, 26);
    }
}
