package hv.cpu;

import hv.api.x86.Dr6;
import hv.api.x86.Event;
import hv.api.x86.ExceptionVector;
import hv.api.x86.Gva;
import hv.cpu.engine.Events;
import hv.cpu.semantics.Cpu;
import hv.cpu.state.GuestException;
import hv.cpu.state.Registers.Activity;
import hv.cpu.system.Delivery;
import hv.cpu.system.MachineCheck;
import hv.cpu.system.Reset;
import hv.cpu.vmx.VmExit;

/** Events that the engine leaves to the parts below it, and exceptions as values. */
record GuestEvents(Cpu cpu) implements Events {
    @Override public void exception(GuestException exception) {
        if (exception.vector == GuestException.FREEZE) freeze();
        else Delivery.exception(cpu, exception);
    }
    @Override public void interrupt(int vector) { Delivery.externalInterrupt(cpu, vector); }
    @Override public void nmi() { Delivery.nmi(cpu); }
    @Override public void machineCheck() { MachineCheck.signal(cpu); }
    @Override public void init() { Reset.init(cpu); }
    @Override public void startUp(int vector) { Reset.startUp(cpu, vector); }
    @Override public boolean vmExit() { return VmExit.perform(cpu); }

    /** @sdm 1 "Guidelines for Writing x87 FPU Exception Handlers", MS-DOS compatibility sub-mode */
    private void freeze() {
        cpu.activity = Activity.FROZEN;
        if (cpu.x87.ferr) return;
        cpu.x87.ferr = true;
        cpu.bus.floatingPointError();
    }

    static Event asEvent(GuestException e) {
        if (e.vector == ExceptionVector.DB) return new Event.Debug(e.debug & Dr6.CONDITIONS);
        if (e.vector == ExceptionVector.PF) return new Event.PageFault(new Gva(e.linear), e.errorCode);
        return e.errorCode < 0 ? new Event.Fault(e.vector) : new Event.FaultWithCode(e.vector, e.errorCode);
    }
}
