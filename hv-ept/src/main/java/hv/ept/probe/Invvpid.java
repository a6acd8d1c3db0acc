package hv.ept.probe;

import hv.api.Feature;

/** INVVPID with its individual-address, single-context and all-context types. */
public final class Invvpid extends EptCapability {
    public Invvpid() {
        super(Feature.INVVPID,
                "VPIDs are of little use without it: choose a processor profile that has it (--cpu)", 32, 40, 41, 42);
    }
}
