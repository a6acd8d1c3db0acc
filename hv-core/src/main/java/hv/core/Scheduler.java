package hv.core;

import hv.core.report.Ending;
import hv.core.report.ErrorKind;
import hv.core.report.HvException;
import hv.core.report.Narrator;
import hv.core.report.Story;
import java.util.List;
import java.util.Optional;

/** Gives virtual machines their turns, one after the other, until all have ended or one leaves VMX operation. */
final class Scheduler {
    private final List<Tenant> tenants;
    private final SwitchedBus bus;
    private final Limits limits;
    private final long timeSlice;
    private final Narrator narrator;
    private Tenant current;

    Scheduler(List<Tenant> tenants, SwitchedBus bus, Limits limits, long timeSlice, Narrator narrator) {
        this.tenants = tenants;
        this.bus = bus;
        this.limits = limits;
        this.timeSlice = timeSlice;
        this.narrator = narrator;
    }

    /** @return the virtual machine that leaves, standing at the instruction that said so; empty when all have ended */
    Optional<Tenant> run() {
        for (var next = next(); next.isPresent(); next = next()) {
            var tenant = next.get();
            if (turn(tenant) instanceof Turn.Leaves) return Optional.of(tenant);
        }
        return Optional.empty();
    }

    /** Ends a virtual machine: VMCLEAR, and its plugins go. */
    void end(Tenant tenant, Ending ending) {
        tenant.end(ending);
        tenant.vm().processor().tearDown();
        if (current == tenant) current = null;
        narrator.tell(new Story.Ended(tenant.vm().name(), ending, tenant.vm().counters().exits()));
        tenant.attachments().detach();
    }

    private Turn turn(Tenant tenant) {
        Turn turn;
        try {
            switchTo(tenant);
            turn = new VmLoop(tenant.vm()).run();
        } catch (HvException e) {
            turn = new Turn.Ends(failed(tenant, e));
        } catch (RuntimeException | StackOverflowError e) {
            turn = new Turn.Ends(new Ending.Failed(ErrorKind.DEFECT, "a defect of hv: " + e, e));
        }
        settle(tenant, turn);
        return turn;
    }

    /** A plugin's failure tells where the guest was; the other reports do so themselves. */
    private static Ending failed(Tenant tenant, HvException e) {
        var failed = Ending.failed(e);
        if (failed.kind() != ErrorKind.PLUGIN) return failed;
        return new Ending.Failed(failed.kind(), failed.report() + "\n  at " + tenant.vm().processor().where(), failed.cause());
    }

    private void settle(Tenant tenant, Turn turn) {
        switch (turn) {
            case Turn.Ends(var ending) -> end(tenant, ending);
            case Turn.Waits _ -> tenant.waits();
            case Turn.Stopped _ -> stopped(tenant);
            case Turn.GoesOn _, Turn.SliceOver _, Turn.Leaves _ -> { }
        }
    }

    private void stopped(Tenant tenant) {
        tenant.vm().board().stopRequest().ifPresent(ending -> end(tenant, ending));
        limits.ending().ifPresent(ending -> tenants.stream().filter(Tenant::lives).forEach(each -> end(each, ending)));
    }

    private void switchTo(Tenant tenant) {
        if (current != tenant) {
            if (current != null) current.vm().processor().switchOut();
            tenant.vm().processor().switchIn();
            bus.underVmm(tenant.vm().processor().interrupts());
            current = tenant;
        }
        boolean shared = tenants.stream().filter(Tenant::lives).count() > 1;
        tenant.vm().processor().slice(shared ? timeSlice : 0);
    }

    /** The next that is ready after the current one; while all wait, time passes. */
    private Optional<Tenant> next() {
        while (tenants.stream().anyMatch(Tenant::lives)) {
            int after = current == null ? 0 : tenants.indexOf(current) + 1;
            for (int i = 0; i < tenants.size(); i++) {
                var tenant = tenants.get((after + i) % tenants.size());
                if (tenant.isReady()) return Optional.of(tenant);
            }
            idle();
        }
        return Optional.empty();
    }

    private void idle() {
        for (var tenant : tenants) {
            if (tenant.lives() && (tenant.vm().board().stopRequested() || limits.ending().isPresent())) stopped(tenant);
        }
        var waiting = tenants.stream().filter(Tenant::lives).toList();
        boolean hopeless = waiting.stream().noneMatch(tenant -> tenant.canWake() && tenant.vm().board().idle());
        if (hopeless) waiting.forEach(tenant -> end(tenant, new Ending.Halted()));
    }
}
