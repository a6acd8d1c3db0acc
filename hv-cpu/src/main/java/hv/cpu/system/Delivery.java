package hv.cpu.system;

import hv.api.x86.Dr6;
import hv.api.x86.EventType;
import hv.api.x86.ExceptionClass;
import hv.api.x86.ExceptionVector;
import hv.api.x86.ExitReason;
import hv.api.x86.Interruptibility;
import hv.api.x86.InterruptionInformation;
import hv.api.x86.PinBasedControls;
import hv.api.x86.Rflags;
import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import hv.cpu.state.GuestException;
import hv.cpu.state.Registers;
import hv.cpu.state.VmExitSignal;

/**
 * The delivery of exceptions and interrupts. Each method returns with the handler's first instruction next (or with the processor in shutdown), or
 * leaves with a {@link VmExitSignal}. {@code c.rip} must be exact: the faulting instruction for faults, the next one for everything that comes
 * between two instructions.
 *
 * @sdm 3A "Interrupt and Exception Handling"
 */
public final class Delivery {
    /** The bit of an error code that says that the event was external to the program. */
    private static final int EXT = 1;

    private Delivery() {}

    /** Delivers an exception that the instruction at {@code c.rip} raised. */
    public static void exception(Cpu c, GuestException e) {
        boolean trap = e.vector == ExceptionVector.DB && (e.debug & Dr6.BD) == 0 || e.vector == ExceptionVector.MC;
        raise(c, e.vector, e.errorCode, e.linear, e.debug, !trap, e.nmiUnblocked);
    }

    /** Delivers a debug exception between two instructions. @param conditions in the format of the pending-debug-exceptions field */
    public static void debugTrap(Cpu c, long conditions) { raise(c, ExceptionVector.DB, -1, 0, conditions, false, false); }

    /** Delivers a machine check between two instructions. */
    static void machineCheck(Cpu c) { raise(c, ExceptionVector.MC, -1, 0, 0, false, false); }

    private static void raise(Cpu c, int vector, int errorCode, long linear, long debug, boolean resume, boolean nmiUnblocked) {
        int code = c.protectedMode() ? errorCode : -1;
        var event = new Interruption(vector, EventType.HARDWARE_EXCEPTION, code, c.rip, 0, resume);
        if (intercepted(c, vector, errorCode)) {
            var signal = exceptionExit(c, event, vector == ExceptionVector.DB ? debug : linear);
            if (nmiUnblocked) c.exit.interruptionInformation |= InterruptionInformation.NMI_UNBLOCKING_DUE_TO_IRET;
            throw signal;
        }
        recordCause(c, vector, linear, debug);
        deliver(c, event);
    }

    /** Delivers an external interrupt that has been acknowledged. The caller has checked whether it is blocked or exits. */
    public static void externalInterrupt(Cpu c, int vector) { deliver(c, new Interruption(vector, EventType.EXTERNAL_INTERRUPT, -1, c.rip, 0, false)); }

    /** Delivers a non-maskable interrupt that is not blocked; with NMI exiting it is a VM exit. */
    public static void nmi(Cpu c) {
        var event = new Interruption(ExceptionVector.NMI, EventType.NMI, -1, c.rip, 0, false);
        if ((c.vmx.pin & PinBasedControls.NMI_EXITING) != 0) throw exceptionExit(c, event, 0);
        c.interruptibility |= Interruptibility.BLOCKING_BY_NMI;
        deliver(c, event);
    }

    /**
     * INT n, INT3, INTO or INT1. One that meets an exception on the way has not retired.
     *
     * @param type software interrupt, software exception or privileged software exception
     */
    static void software(Cpu c, Op o, int vector, int type) {
        c.rip = o.rip;
        var event = new Interruption(vector, type, -1, o.next, o.length, false);
        if (type != EventType.SOFTWARE_INTERRUPT && intercepted(c, vector, 0)) throw exceptionExit(c, event, 0);
        if (!deliver(c, event)) c.extraRetired = -1;
    }

    /**
     * The event that a VM entry injects, after guest state is loaded. It does not exit by itself; what happens while it is delivered may. RFLAGS.RF is
     * pushed as loaded.
     *
     * @param information       VM-entry interruption-information field, valid, not of type 7
     * @param errorCode         used where bit 11 of {@code information} says so
     * @param instructionLength added to RIP for software events
     * @return whether its own handler is next
     */
    public static boolean inject(Cpu c, int information, int errorCode, int instructionLength) {
        int type = InterruptionInformation.type(information);
        boolean software = type >= EventType.SOFTWARE_INTERRUPT;
        int code = (information & InterruptionInformation.ERROR_CODE) != 0 && c.protectedMode() ? errorCode : -1;
        if (type == EventType.NMI) c.interruptibility |= Interruptibility.BLOCKING_BY_NMI;
        int length = software ? instructionLength : 0;
        boolean resume = c.flags.has(Rflags.RF);
        c.flags.others &= ~Rflags.RF;
        return deliver(c, new Interruption(InterruptionInformation.vector(information), type, code, c.rip + length, length, resume));
    }

    /** Whether the exception bitmap makes an exception a VM exit. @param errorCode matters for page faults only */
    private static boolean intercepted(Cpu c, int vector, int errorCode) {
        if (!c.vmx.nonRoot) return false;
        boolean bit = (c.vmx.exceptionBitmap >>> vector & 1) != 0;
        return vector == ExceptionVector.PF ? bit == ((errorCode & c.vmx.pageFaultMask) == c.vmx.pageFaultMatch) : bit;
    }

    private static VmExitSignal exceptionExit(Cpu c, Interruption event, long cause) {
        var signal = c.exit(ExitReason.EXCEPTION_OR_NMI, qualification(event.vector(), cause), event.length());
        c.exit.interruptionInformation = event.information();
        c.exit.interruptionErrorCode = Math.max(event.errorCode(), 0);
        c.exit.trap = event.type() == EventType.HARDWARE_EXCEPTION && event.vector() == ExceptionVector.DB && !event.resume();
        return signal;
    }

    /**
     * The exit qualification of an exception. For a debug exception it is what DR6 would show; unlike pending debug exceptions it does not say
     * whether a breakpoint was enabled.
     */
    private static long qualification(int vector, long cause) {
        return switch (vector) {
            case ExceptionVector.DB -> cause & Dr6.CONDITIONS;
            case ExceptionVector.PF -> cause;
            default -> 0;
        };
    }

    /** Records the event under delivery in an exit that its delivery has caused (IDT vectoring). */
    private static void recordVectoring(Cpu c, Interruption event) {
        c.exit.idtVectoringInformation = event.information();
        c.exit.pushesResume = event.resume();
        if (c.exit.reason == ExitReason.APIC_ACCESS) c.exit.qualification = duringDelivery(c.exit.qualification);
        c.exit.idtVectoringErrorCode = Math.max(event.errorCode(), 0);
        c.exit.instructionLength = event.length();
    }

    /** The qualification of an APIC-access exit that an event's delivery causes: access type 3 for linear, 10 for guest-physical accesses. */
    private static long duringDelivery(long qualification) {
        boolean linear = qualification >>> 12 < 3;
        return qualification & 0xFFF | (linear ? 3 : 10) << 12;
    }

    private static void recordCause(Cpu c, int vector, long linear, long debug) {
        if (vector == ExceptionVector.PF) c.cr2 = linear;
        else if (vector == ExceptionVector.DB) DebugRegisters.record(c, debug);
    }

    /** @return whether its own handler is next, and not that of an exception that has been met on the way */
    private static boolean deliver(Cpu c, Interruption event) {
        c.interruptibility &= ~Interruptibility.BLOCKING_BY_STI_OR_MOV_SS;
        c.activity = Registers.Activity.ACTIVE;
        c.monitorArmed = false;
        try {
            Gates.enter(c, event);
        } catch (VmExitSignal exit) {
            recordVectoring(c, event);
            throw exit;
        } catch (GuestException second) {
            deliverNested(c, event, second);
            return false;
        }
        c.trail.clear();
        c.modeChanged();
        return true;
    }

    /** Delivers an exception that came while {@code first} was being delivered. */
    private static void deliverNested(Cpu c, Interruption first, GuestException second) {
        int vector = second.vector;
        boolean namesSelector = vector >= ExceptionVector.TS && vector <= ExceptionVector.GP;
        int code = namesSelector && !first.requested() ? second.errorCode | EXT : second.errorCode;
        var event = new Interruption(vector, EventType.HARDWARE_EXCEPTION, c.protectedMode() ? code : -1, c.rip, 0, vector != ExceptionVector.DB);
        if (intercepted(c, vector, code)) {
            var signal = exceptionExit(c, event, vector == ExceptionVector.DB ? second.debug : second.linear);
            recordVectoring(c, first);
            throw signal;
        }
        recordCause(c, vector, second.linear, second.debug);
        c.trail.add(first.vector(), vector, c.protectedMode() ? code : -1, second.linear);
        switch (ExceptionClass.combine(first.type(), first.vector(), vector)) {
            case SERIAL -> deliver(c, event);
            case DOUBLE_FAULT -> doubleFault(c);
            case TRIPLE_FAULT -> tripleFault(c);
        }
    }

    private static void doubleFault(Cpu c) {
        var event = new Interruption(ExceptionVector.DF, EventType.HARDWARE_EXCEPTION, c.protectedMode() ? 0 : -1, c.rip, 0, true);
        if (intercepted(c, ExceptionVector.DF, 0)) throw exceptionExit(c, event, 0);
        deliver(c, event);
    }

    private static void tripleFault(Cpu c) {
        if (c.vmx.nonRoot) throw c.exit(ExitReason.TRIPLE_FAULT, 0, 0);
        c.activity = Registers.Activity.SHUTDOWN;
    }
}
