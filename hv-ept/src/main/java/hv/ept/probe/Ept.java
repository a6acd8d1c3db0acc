package hv.ept.probe;

import hv.api.Feature;
import hv.api.x86.SecondaryControls;

/** Extended page tables: the processor translates guest-physical addresses. */
public final class Ept extends SecondaryControl {
    public Ept() { super(Feature.EPT, SecondaryControls.ENABLE_EPT, "enable EPT", "guest memory needs EPT: choose a processor profile that has it (--cpu)"); }
}
