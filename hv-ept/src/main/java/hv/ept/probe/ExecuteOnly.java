package hv.ept.probe;

import hv.api.Feature;
import hv.api.x86.EptVpidCap;

/** EPT entries that allow execution and no reading, which hooked pages need. */
public final class ExecuteOnly extends EptCapability {
    public ExecuteOnly() {
        super(Feature.EPT_EXECUTE_ONLY,
                "leave plugins that hook pages out, or choose a processor profile that has it (--cpu)", EptVpidCap.EXECUTE_ONLY);
    }
}
