package hv.ept.probe;

import hv.api.Feature;
import hv.api.x86.EptVpidCap;

/** Accessed and dirty flags in EPT entries. */
public final class AccessedDirty extends EptCapability {
    public AccessedDirty() {
        super(Feature.EPT_ACCESSED_DIRTY,
                "leave plugins that ask for dirty pages out, or choose a processor profile that has it (--cpu)", EptVpidCap.ACCESSED_DIRTY);
    }
}
