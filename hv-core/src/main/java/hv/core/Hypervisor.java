package hv.core;

import hv.api.x86.ExitReason;
import hv.core.config.HypervisorConfig;
import hv.core.report.ChainReport;
import hv.core.report.Narrator;
import hv.core.report.RunReport;
import hv.core.report.Story;
import java.util.List;

/** What a launcher can ask for. Each run makes a machine of its own; nothing is shared between two. */
public final class Hypervisor {
    private final HypervisorConfig config;
    private final Narrator narrator;

    public Hypervisor(HypervisorConfig config, Narrator narrator) {
        this.config = config;
        this.narrator = narrator;
    }

    /**
     * Runs the configured guests as virtual machines until all have ended.
     *
     * @throws hv.core.report.HvException if the run can't start; what happens to a virtual machine later is in the report
     */
    public RunReport run() { throw new UnsupportedOperationException(config + " " + narrator); }

    /** Runs the first machine's image on the emulated machine outside VMX operation, with its devices and no other plugin. */
    public RunReport bare() { throw new UnsupportedOperationException(); }

    /** Asks every probe, VMX's own first. */
    public List<Story.Probed> probe() { return List.of(); }

    /** Who answers an exit of the first machine, in which order, and why. */
    public ChainReport chain(ExitReason reason) { throw new UnsupportedOperationException(reason.name()); }

    /** From any thread: end the run soon, as Ctrl-C does. */
    public void interrupt(String why) { throw new UnsupportedOperationException(why); }
}
