package hv.core.guest.completion;

import hv.api.Outcome;
import hv.api.Vcpu;
import hv.api.VmExit;
import hv.api.x86.CpuidResult;
import hv.core.ept.GuestSpace;
import hv.core.ept.OpenPages;
import hv.core.guest.entry.Delivery;
import hv.core.guest.entry.Interceptions;
import hv.core.guest.entry.VirtualInterrupts;
import hv.core.guest.state.GuestCpu;
import hv.core.guest.state.Vmcs;
import hv.cpu.LogicalProcessor;
import hv.cpu.platform.Exemption;
import java.util.function.Consumer;

/** Completes the instruction that made an exit: with the result that a handler answered, or as it would have ended without the exit. */
public final class Completion {
    private final Exemptions exemptions;
    private final Violations violations;
    private final Natively natively;
    private final Results results;
    private final Stepper stepper;

    public Completion(LogicalProcessor cpu, Vmcs vmcs, GuestCpu guest, GuestSpace space, VirtualInterrupts interrupts, Delivery delivery,
                      Interceptions interceptions) {
        var pages = new OpenPages(space);
        this.stepper = new Stepper(interceptions);
        this.exemptions = new Exemptions(cpu, guest, pages, stepper);
        this.violations = new Violations(space, guest, exemptions, delivery, pages);
        this.natively = new Natively(cpu, vmcs, interrupts, exemptions);
        this.results = new Results(cpu, guest);
    }

    public Stepper stepper() { return stepper; }

    /** Whether the next entry completes an instruction or a delivery. */
    public boolean waits() { return exemptions.waits(); }
    /** The exemption of the next entry; null for none. */
    public Exemption take() { return exemptions.take(); }
    /** Enters the guest at the same instruction again, with all exemptions that it had. */
    public void again() { exemptions.again(); }

    public Settlement settle(VmExit.EptViolation violation) {
        if (!violations.isDeviceRead()) return violations.settle(violation);
        exemptions.again();
        return Settlement.INTERNAL;
    }

    /** The exit came while an event was delivered: what the instruction before has written to devices stays written. */
    public void deliveryInterrupted() { violations.writeDevices(); }

    /** Whether neither memory nor a device is where the access goes. */
    public boolean isUnbacked(VmExit.EptViolation violation) { return violations.isUnbacked(violation); }

    /** Handles an exit of the monitor trap flag. @return whether a plugin waited for it */
    public boolean trapped(Vcpu guest) { return stepper.trapped(guest); }

    /** The value that the instruction would have read; {@link Outcome#NATIVE} where it has no result. */
    public Outcome value(VmExit exit) { return natively.value(exit); }
    /** Completes an instruction without a result, now or by the processor at the next entry. */
    public Outcome complete(VmExit exit) { return natively.complete(exit); }
    public void complete(CpuidResult answer) { results.cpuid(answer); }
    /** @return the fault of a memory operand, or {@link Outcome#ADVANCE}; @throws IllegalArgumentException if the instruction has no result */
    public Outcome write(VmExit exit, long answer) { return results.write(exit, answer); }
    public void port(long value) { exemptions.port(value); }

    /** Lets an I/O instruction fault at its memory; no device is asked. */
    public Settlement fault() {
        exemptions.port(0);
        return Settlement.RETRY;
    }

    /**
     * Completes the exit as the processor would have; then {@code after} sees the guest before its next instruction.
     *
     * @param delivering whether the exit has interrupted the delivery of an event
     */
    public Outcome step(VmExit exit, Consumer<Vcpu> after, boolean delivering) {
        var value = value(exit);
        var outcome = value instanceof Outcome.Native ? complete(exit) : value;
        boolean over = !delivering && !(exit instanceof VmExit.PortIn) && !(outcome instanceof Outcome.Retry) && !(outcome instanceof Outcome.Inject);
        stepper.then(after, over);
        return outcome;
    }
}
