package hv.ept.probe;

import hv.api.Feature;

/** Virtual-processor identifiers: cached translations survive VM entries and exits. */
public final class Vpid extends SecondaryControl {
    public Vpid() { super(Feature.VPID, 5, "enable VPID", "runs are right without it, with more TLB misses"); }
}
