package hv.ept.probe;

import hv.api.Feature;
import hv.api.x86.SecondaryControls;

/** A guest may run without paging, or in real mode. */
public final class UnrestrictedGuest extends SecondaryControl {
    public UnrestrictedGuest() {
        super(Feature.UNRESTRICTED_GUEST, SecondaryControls.UNRESTRICTED_GUEST, "unrestricted guest",
                "use a guest image that starts with paging on, or choose a processor profile that has it (--cpu)");
    }
}
