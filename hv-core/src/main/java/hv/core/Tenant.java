package hv.core;

import hv.core.report.Ending;
import hv.core.report.RunReport.MachineReport;
import hv.core.vm.Attachments;
import hv.core.vm.Vm;
import java.util.Optional;

/** A virtual machine in a run, with its plugins, and with its ending once it has ended. */
final class Tenant {
    private final Vm vm;
    private final Attachments attachments;
    private Ending ending;
    private boolean waiting;

    Tenant(Vm vm, Attachments attachments) {
        this.vm = vm;
        this.attachments = attachments;
    }

    Vm vm() { return vm; }
    Attachments attachments() { return attachments; }

    /** Notes that the guest has executed HLT: it is not ready until an event wakes it. */
    void markWaiting() { waiting = true; }

    boolean lives() { return ending == null; }
    boolean isReady() {
        if (waiting && vm.processor().wakes()) waiting = false;
        return lives() && !waiting;
    }
    /** Whether the waiting machine could still be woken. */
    boolean canWake() { return vm.processor().canWake(); }

    Optional<Ending> ending() { return Optional.ofNullable(ending); }
    void end(Ending how) { ending = how; }

    MachineReport report() {
        var counters = vm.counters();
        return new MachineReport(vm.name(), ending, counters.exitsByReason(), counters.callsByHandler());
    }
}
