package hv.cpu;

import hv.cpu.semantics.Cpu;

/** The inside of processors, for tests that set and compare more than software can see. */
public final class Processors {
    private Processors() {}

    /** After a VM exit its registers stay the guest's until something looks at the host's. */
    public static Cpu inside(LogicalProcessor processor) { return (Cpu) ((EmulatedProcessor) processor).settled.unswitched(); }
}
