package hv.cpu.system;

import hv.cpu.semantics.Cpu;
import hv.cpu.state.GuestException;

/**
 * Exceptions and interrupts on their way to a handler. Each method returns with the handler's first instruction next (or with the
 * processor in shutdown), or leaves with a {@link hv.cpu.state.VmExitSignal}. {@code c.rip} must be exact: the faulting instruction for faults, the next
 * one for everything that comes between two instructions.
 *
 * @sdm 3A "Interrupt and Exception Handling"
 */
public final class Delivery {
    private Delivery() {}

    /** An exception that the instruction at {@code c.rip} raised. */
    public static void exception(Cpu c, GuestException e) { throw new UnsupportedOperationException(); }

    /** A debug exception between two instructions. @param conditions in the format of the pending-debug-exceptions field */
    public static void debugTrap(Cpu c, long conditions) { throw new UnsupportedOperationException(); }

    /** An external interrupt that has been acknowledged; whether it is blocked or exits is the caller's to ask. */
    public static void externalInterrupt(Cpu c, int vector) { throw new UnsupportedOperationException(); }

    /** A non-maskable interrupt that is not blocked; exits with NMI exiting. */
    public static void nmi(Cpu c) { throw new UnsupportedOperationException(); }

    /**
     * The event that a VM entry injects, after guest state is loaded.
     *
     * @param information       VM-entry interruption-information field, valid, not of type 7
     * @param errorCode         used where bit 11 of {@code information} says so
     * @param instructionLength added to RIP for software events
     */
    public static void inject(Cpu c, int information, int errorCode, int instructionLength) { throw new UnsupportedOperationException(); }
}
