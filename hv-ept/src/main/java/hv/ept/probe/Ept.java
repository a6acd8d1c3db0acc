package hv.ept.probe;

import hv.api.Feature;

/** Extended page tables: the processor translates guest-physical addresses. */
public final class Ept extends SecondaryControl {
    public Ept() { super(Feature.EPT, 1, "enable EPT", "guest memory needs EPT: choose a processor profile that has it (--cpu)"); }
}
