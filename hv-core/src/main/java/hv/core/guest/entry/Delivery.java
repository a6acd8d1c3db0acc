package hv.core.guest.entry;

import static hv.api.x86.VmcsField.GUEST_INTERRUPTIBILITY_STATE;
import static hv.api.x86.VmcsField.GUEST_RFLAGS;
import static hv.api.x86.VmcsField.IDT_VECTORING_ERROR_CODE;
import static hv.api.x86.VmcsField.IDT_VECTORING_INFORMATION;
import static hv.api.x86.VmcsField.VM_ENTRY_EXCEPTION_ERROR_CODE;
import static hv.api.x86.VmcsField.VM_ENTRY_INSTRUCTION_LENGTH;
import static hv.api.x86.VmcsField.VM_ENTRY_INTERRUPTION_INFORMATION;

import hv.api.VmExit;
import hv.api.x86.Cr0;
import hv.api.x86.Dr6;
import hv.api.x86.Dr7;
import hv.api.x86.EptViolationQualification;
import hv.api.x86.Event;
import hv.api.x86.EventType;
import hv.api.x86.ExceptionClass;
import hv.api.x86.ExceptionVector;
import hv.api.x86.Interruptibility;
import hv.api.x86.InterruptionInformation;
import hv.api.x86.Rflags;
import hv.api.x86.VmcsField;
import hv.core.guest.state.ControlBit;
import hv.core.guest.state.Vmcs;
import hv.core.report.ErrorKind;
import hv.core.report.HvException;
import hv.cpu.LogicalProcessor;
import hv.cpu.SystemRegister;
import java.util.Set;

/**
 * Delivers events to the guest: those that handlers inject, one whose delivery an exit interrupted (IDT vectoring), and interrupts that wait until
 * the guest can take them.
 *
 * @sdm 3C chapter 27 "Event Injection"
 */
public final class Delivery {
    private static final Set<Integer> TRAPS = Set.of(ExceptionVector.BP, ExceptionVector.OF, ExceptionVector.MC);

    private final LogicalProcessor cpu;
    private final Vmcs vmcs;
    private final VirtualInterrupts interrupts;
    private final Interceptions interceptions;
    private Event event;
    private int interrupted, interruptedCode, interruptedLength;
    /** The guest stands at an IRET that had ended blocking by NMI before it made the exit. */
    private boolean unblockedTooEarly;

    public Delivery(LogicalProcessor cpu, Vmcs vmcs, VirtualInterrupts interrupts, Interceptions interceptions) {
        this.cpu = cpu;
        this.vmcs = vmcs;
        this.interrupts = interrupts;
        this.interceptions = interceptions;
    }

    /** Delivers this fault or software event at the next entry. */
    public void inject(Event wanted) {
        if (event != null) throw HvException.defect("two events at one entry: " + event + " and " + wanted);
        event = wanted;
    }

    /** Remembers the delivery that this exit interrupted, if exits of its reason can do that. */
    public void exited(VmExit exit) {
        switch (exit.reason()) {
            case EXCEPTION_OR_NMI, TASK_SWITCH, EPT_VIOLATION, EPT_MISCONFIGURATION, APIC_ACCESS, PAGE_MODIFICATION_LOG_FULL -> recall(exit);
            default -> { }
        }
    }

    private void recall(VmExit exit) {
        int information = (int) vmcs.get(IDT_VECTORING_INFORMATION);
        if ((information & InterruptionInformation.VALID) == 0) {
            unblockedTooEarly = unblocked(exit);
            return;
        }
        interrupted = information & InterruptionInformation.ENTRY_BITS;
        interruptedCode = (int) vmcs.get(IDT_VECTORING_ERROR_CODE);
        interruptedLength = (int) vmcs.get(VmcsField.VM_EXIT_INSTRUCTION_LENGTH);
    }

    /** Whether an IRET had ended blocking by NMI before it made the exit; a double fault leaves that undefined. */
    private boolean unblocked(VmExit exit) {
        return switch (exit) {
            case VmExit.EptViolation _ -> (vmcs.get(VmcsField.EXIT_QUALIFICATION) & EptViolationQualification.NMI_UNBLOCKING_DUE_TO_IRET) != 0;
            case VmExit.Exception(var fault) -> fault.vector() != ExceptionVector.DF
                    && (vmcs.get(VmcsField.VM_EXIT_INTERRUPTION_INFORMATION) & InterruptionInformation.NMI_UNBLOCKING_DUE_TO_IRET) != 0;
            default -> false;
        };
    }

    /** Whether the present exit interrupted the delivery of an event. */
    public boolean interrupted() { return interrupted != 0; }

    /**
     * Prepares an entry: writes the event to deliver, or opens the window that it waits for.
     *
     * @param instructionFirst whether an instruction is to be completed, so that nothing new is delivered before its end
     */
    public void prepare(boolean instructionFirst) {
        boolean delivers = event != null || interrupted != 0;
        if (event != null) injectNow(interrupted == 0 ? event : combined(interrupted, event));
        else if (interrupted != 0) write(interrupted, interruptedCode, interruptedLength);
        else if (unblockedTooEarly) blockNmi(true);
        if (interrupts.nmiPending() || !delivers && interruptsMatter()) offerInterrupts(instructionFirst || delivers);
        event = null;
        interrupted = 0;
        unblockedTooEarly = false;
    }

    /** Behind an event they need no window, as the pin tells of them; an NMI does, of which nothing tells. */
    private boolean interruptsMatter() {
        return interrupts.pending() || interceptions.owns(ControlBit.INTERRUPT_WINDOW_EXITING) || interceptions.owns(ControlBit.NMI_WINDOW_EXITING);
    }

    private void injectNow(Event now) {
        switch (now) {
            case Event.PageFault(var address, _) -> cpu.set(SystemRegister.CR2, address.value());
            case Event.Debug(long causes) -> {
                cpu.set(SystemRegister.DR6, Dr6.after(cpu.get(SystemRegister.DR6), causes));
                vmcs.set(VmcsField.GUEST_DR7, vmcs.get(VmcsField.GUEST_DR7) & ~Dr7.GD);
            }
            default -> { }
        }
        if (pushesResume(now)) resumeFlag();
        write(EventFormat.encode(now), EventFormat.errorCode(now), EventFormat.length(now));
    }

    /** Sets RFLAGS.RF, which VM entry pushes as it loads it: a breakpoint at the instruction does not hit again. */
    private void resumeFlag() {
        long flags = vmcs.get(GUEST_RFLAGS);
        if ((flags & Rflags.RF) == 0) vmcs.set(GUEST_RFLAGS, flags | Rflags.RF);
    }

    /** Hardware exceptions but #DB and other traps push RFLAGS.RF as 1, so that a breakpoint at the instruction does not hit again. */
    private static boolean pushesResume(Event event) {
        boolean exception = EventFormat.type(event) == EventType.HARDWARE_EXCEPTION && !(event instanceof Event.Debug);
        return exception && !TRAPS.contains(event.vector());
    }

    private void write(int information, int code, int length) {
        boolean realMode = (vmcs.get(VmcsField.GUEST_CR0) & Cr0.PE) == 0;
        int written = realMode ? information & ~InterruptionInformation.ERROR_CODE : information;
        if (InterruptionInformation.type(written) == EventType.NMI) blockNmi(false);
        vmcs.set(VM_ENTRY_INTERRUPTION_INFORMATION, Integer.toUnsignedLong(written));
        vmcs.set(VM_ENTRY_EXCEPTION_ERROR_CODE, code & 0xFFFF);
        if (length > 0) vmcs.set(VM_ENTRY_INSTRUCTION_LENGTH, length);
    }

    /**
     * Sets or ends blocking by NMI. An NMI whose delivery was interrupted had begun to block others, and VM entry refuses to inject an NMI into a guest
     * that blocks them; an IRET that is executed again ends blocking at its end.
     */
    private void blockNmi(boolean on) {
        long others = vmcs.get(GUEST_INTERRUPTIBILITY_STATE) & ~Interruptibility.BLOCKING_BY_NMI;
        vmcs.set(GUEST_INTERRUPTIBILITY_STATE, others | (on ? Interruptibility.BLOCKING_BY_NMI : 0));
    }

    /** Delivers an NMI or an interrupt if the guest can take it now, else waits for a window. Pending debug exceptions come first. */
    private void offerInterrupts(boolean instructionFirst) {
        long blocked = vmcs.get(GUEST_INTERRUPTIBILITY_STATE);
        boolean nmi = interrupts.nmiPending(), taken = instructionFirst || vmcs.get(VmcsField.GUEST_PENDING_DEBUG_EXCEPTIONS) != 0;
        if (nmi && !taken && (blocked & (Interruptibility.BLOCKING_BY_STI_OR_MOV_SS | Interruptibility.BLOCKING_BY_NMI)) == 0) {
            interrupts.takeNmi();
            injectNow(Event.NMI);
            nmi = false;
            taken = true;
        }
        if (!taken && interrupts.pending() && (blocked & Interruptibility.BLOCKING_BY_STI_OR_MOV_SS) == 0 && interruptsEnabled()) {
            interrupts.acknowledge().ifPresent(vector -> injectNow(new Event.ExternalInterrupt(vector)));
        }
        wait(interrupts.pending(), nmi);
    }

    private void wait(boolean forInterrupt, boolean forNmi) {
        interrupts.hold(forInterrupt);
        interceptions.own(ControlBit.INTERRUPT_WINDOW_EXITING, forInterrupt);
        interceptions.own(ControlBit.NMI_WINDOW_EXITING, forNmi);
        interceptions.write(vmcs);
    }

    public boolean interruptsEnabled() { return (vmcs.get(GUEST_RFLAGS) & Rflags.IF) != 0; }

    /** Combines a second event with the first one, during whose delivery it came. */
    static Event combined(int first, Event second) {
        if (EventFormat.type(second) != EventType.HARDWARE_EXCEPTION) return second;
        int vector = second.vector();
        return switch (ExceptionClass.combine(InterruptionInformation.type(first), InterruptionInformation.vector(first), vector)) {
            case SERIAL -> second;
            case DOUBLE_FAULT -> new Event.FaultWithCode(ExceptionVector.DF, 0);
            case TRIPLE_FAULT -> throw new HvException(ErrorKind.GUEST, "the guest triple-faulted: vector " + vector + " while a double fault was delivered");
        };
    }
}
