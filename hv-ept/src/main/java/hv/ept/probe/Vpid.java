package hv.ept.probe;

import hv.api.Feature;
import hv.api.x86.SecondaryControls;

/** Virtual-processor identifiers: cached translations survive VM entries and exits. */
public final class Vpid extends SecondaryControl {
    public Vpid() { super(Feature.VPID, SecondaryControls.ENABLE_VPID, "enable VPID", "runs are right without it, with more TLB misses"); }
}
