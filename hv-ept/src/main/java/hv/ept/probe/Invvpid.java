package hv.ept.probe;

import hv.api.Feature;
import hv.api.x86.EptVpidCap;

/** INVVPID with its individual-address, single-context and all-context types. */
public final class Invvpid extends EptCapability {
    public Invvpid() {
        super(Feature.INVVPID,
                "VPIDs are of little use without it: choose a processor profile that has it (--cpu)",
                EptVpidCap.INVVPID, EptVpidCap.INVVPID_INDIVIDUAL_ADDRESS, EptVpidCap.INVVPID_SINGLE_CONTEXT, EptVpidCap.INVVPID_ALL_CONTEXT);
    }
}
