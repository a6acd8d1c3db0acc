package hv.core;

import hv.core.guest.state.MachineState;
import hv.core.host.VmxHost;
import hv.core.report.Ending;
import hv.core.report.ErrorKind;
import hv.core.report.Narrator;
import hv.core.report.Story;
import java.util.List;

/**
 * Leaving VMX operation from inside. The guest's code goes on natively after the instruction that asked for it, with its registers, its memory at the
 * same addresses, and its devices on the bare bus. Other virtual machines are ended first.
 */
final class Departure {
    private final Platform platform;
    private final VmxHost host;
    private final RunMonitor monitor;
    private final Narrator narrator;

    Departure(Platform platform, VmxHost host, RunMonitor monitor, Narrator narrator) {
        this.platform = platform;
        this.host = host;
        this.monitor = monitor;
        this.narrator = narrator;
    }

    void leave(Tenant leaving, List<Tenant> all, Scheduler scheduler) {
        if (!leaving.vm().isIdentityMapped()) {
            refuse(leaving, scheduler);
            return;
        }
        for (var other : all) {
            if (other != leaving && other.lives()) scheduler.end(other, new Ending.Interrupted("'" + leaving.vm().name() + "' leaves VMX operation"));
        }
        goOn(leaving);
    }

    private void refuse(Tenant leaving, Scheduler scheduler) {
        scheduler.end(leaving, new Ending.Failed(ErrorKind.GUEST, "it asks to leave VMX operation, but its memory is not where it is in the machine; "
                + "only the first machine with the memory translator 'identity' can leave", null));
        scheduler.run().ifPresent(next -> refuse(next, scheduler));
        host.operation().leave();
    }

    private void goOn(Tenant leaving) {
        var processor = leaving.vm().processor();
        processor.advance();
        var state = MachineState.outsideVmx(processor.state());
        processor.tearDown();
        host.operation().leave();
        processor.handOver();
        MachineState.apply(state, host.cpu());
        host.cpu().apic().copyFrom(processor.interrupts().apic());
        platform.nativeOn(leaving.vm().board());
        narrator.tell(new Story.LeftVmx(leaving.vm().name(), state.rip()));
        var then = new NativeRun(host.cpu(), leaving.vm().board(), monitor).run().orElseThrow();
        leaving.end(new Ending.Left(then));
        narrator.tell(new Story.Ended(leaving.vm().name(), leaving.ending().orElseThrow(), leaving.vm().counters().exits()));
        leaving.attachments().detach();
    }
}
