package hv.ept.probe;

import hv.api.Feature;
import hv.api.x86.EptVpidCap;

/** INVEPT with its single-context and all-context types. */
public final class Invept extends EptCapability {
    public Invept() {
        super(Feature.INVEPT,
                "changing EPT entries needs it: choose a processor profile that has it (--cpu)",
                EptVpidCap.INVEPT, EptVpidCap.INVEPT_SINGLE_CONTEXT, EptVpidCap.INVEPT_ALL_CONTEXT);
    }
}
