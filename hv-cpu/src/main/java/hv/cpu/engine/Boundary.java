package hv.cpu.engine;

import hv.api.x86.Dr6;
import hv.api.x86.ExceptionVector;
import hv.api.x86.ExitReason;
import hv.api.x86.Interruptibility;
import hv.api.x86.PendingDebugExceptions;
import hv.api.x86.PinBasedControls;
import hv.api.x86.PrimaryControls;
import hv.api.x86.Rflags;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.VirtualApic;
import hv.cpu.state.GuestException;
import hv.cpu.state.Registers.Activity;
import hv.cpu.state.Registers.Waiting;

/**
 * The events between two instructions, in the order of priority.
 *
 * @sdm 3A "Priority Among Concurrent Events", 3C chapter 26 "Changes to Instruction Behavior in VMX Non-Root Operation"
 */
final class Boundary {
    /** The conditions in the pending debug exceptions that cause a #DB: enabled breakpoint, single step and task switch. */
    private static final long DEBUG_DUE = PendingDebugExceptions.ENABLED_BREAKPOINT | PendingDebugExceptions.BS | Dr6.BT;

    /** The most events that one call of {@link #deliverDue} delivers. */
    private static final int MOST_EVENTS = 64;
    /** The time for which a processor that accepts no interrupt may wait before nobody expects an NMI any more: ten seconds, in ticks. */
    private static final long LONGEST_DEAFNESS = 10_000_000_000L;

    private final Cpu cpu;
    private final Events events;
    private boolean eventsLeft;
    private long deafTicks;

    Boundary(Cpu cpu, Events events) {
        this.cpu = cpu;
        this.events = events;
    }

    /**
     * Delivers all events that are due now. If the processor still waits for an event then, time moves on to the next alarm.
     *
     * @return null if execution goes on: with an instruction if the processor is active and nothing is due any more, otherwise with another call
     */
    Stop deliverDue() {
        if (cpu.clock.nextAlarm() <= cpu.clock.ticks()) cpu.clock.fireDue();
        if (cpu.cycles >= cpu.counters.due) cpu.performance.catchUp();
        if (cpu.machineCheck == Waiting.FOR_NEXT_INSTRUCTION) machineCheck();
        if (isShutDown()) return Stop.SHUTDOWN;
        deliverAll();
        if (isShutDown()) return Stop.SHUTDOWN;
        if (eventsLeft) return null;
        if (cpu.activity == Activity.MWAIT && waitIsOver()) cpu.activity = Activity.ACTIVE;
        if (cpu.activity == Activity.ACTIVE) return null;
        long next = cpu.activity == Activity.WAIT_FOR_SIPI ? cpu.clock.nextAlarm() : Math.min(cpu.clock.nextAlarm(), cpu.vmx.preemptionTick);
        if (next == Long.MAX_VALUE) return stopped();
        long ticks = Math.max(0, next - cpu.clock.ticks());
        if (haltedForGood(ticks)) return stopped();
        if (!cpu.bus.rest(ticks)) cpu.clock.advance(ticks);
        return null;
    }

    private boolean isShutDown() { return cpu.activity == Activity.SHUTDOWN && !cpu.vmx.nonRoot; }

    private Stop stopped() { return cpu.activity == Activity.FROZEN ? Stop.FROZEN : Stop.HALTED; }

    /** Whether only an NMI or a message could end the waiting, and neither has come for long. A periodic timer would make time move for ever then. */
    private boolean haltedForGood(long ticks) {
        boolean timed = cpu.vmx.preemptionTick != Long.MAX_VALUE && cpu.activity != Activity.WAIT_FOR_SIPI;
        deafTicks = cpu.heedsInterrupts() || timed ? 0 : deafTicks + ticks;
        return deafTicks > LONGEST_DEAFNESS;
    }

    /**
     * Whether events are still due after {@link #deliverDue}: the delivery of one may raise the next, as a breakpoint on the vector of #DB does for ever.
     */
    boolean eventsLeft() { return eventsLeft; }

    /** Delivers a machine check, which comes before all other events. A processor that waits for a start-up message ignores it. */
    private void machineCheck() {
        if (cpu.activity == Activity.WAIT_FOR_SIPI) return;
        events.machineCheck();
        cpu.vmx.mtfPending |= cpu.vmx.primary(PrimaryControls.MONITOR_TRAP_FLAG);
    }

    private void deliverAll() {
        eventsLeft = false;
        int delivered = 0;
        while (deliverOne()) {
            cpu.vmx.mtfPending |= cpu.vmx.primary(PrimaryControls.MONITOR_TRAP_FLAG);
            if (++delivered == MOST_EVENTS) {
                eventsLeft = true;
                return;
            }
        }
    }

    /** Whether MWAIT ends: the monitored line has been written, or an interrupt is pending that ends it though interrupts are masked. */
    private boolean waitIsOver() { return !cpu.monitorArmed || cpu.maskedBreaks && cpu.interruptPending(); }

    /** Delivers the most urgent event, if one is due. */
    private boolean deliverOne() {
        if (cpu.vmx.apicWrite >= 0 && !deaf()) VirtualApic.afterWrite(cpu);
        if ((cpu.initPending || cpu.startUpVector >= 0) && (startUp() || init())) return true;
        if (cpu.activity == Activity.WAIT_FOR_SIPI) return false;
        if (cpu.vmx.nonRoot) exitsAboveInterrupts();
        if (cpu.pendingDebug != 0 && debugTrap()) return true;
        if (cpu.vmx.nonRoot && cpu.clock.ticks() >= cpu.vmx.preemptionTick) throw cpu.exit(ExitReason.VMX_PREEMPTION_TIMER_EXPIRED, 0, 0);
        return nonMaskable() || external();
    }

    /** Whether the TPR threshold is ignored, because the guest that was entered has not woken yet. */
    private boolean deaf() { return cpu.activity == Activity.SHUTDOWN || cpu.activity == Activity.WAIT_FOR_SIPI; }

    /** Takes a start-up message, which is lost on a processor that does not wait for one. */
    private boolean startUp() {
        int vector = cpu.startUpVector;
        cpu.startUpVector = -1;
        if (vector < 0 || cpu.activity != Activity.WAIT_FOR_SIPI) return false;
        if (cpu.vmx.nonRoot) throw cpu.exit(ExitReason.STARTUP_IPI, vector, 0);
        events.startUp(vector);
        return true;
    }

    /** Takes an INIT signal. It is blocked in VMX root operation, and in non-root operation while the processor waits for a start-up message. */
    private boolean init() {
        if (!cpu.initPending || cpu.vmx.vmxOn && (!cpu.vmx.nonRoot || cpu.activity == Activity.WAIT_FOR_SIPI)) return false;
        cpu.initPending = false;
        if (cpu.vmx.nonRoot) throw cpu.exit(ExitReason.INIT_SIGNAL, 0, 0);
        events.init();
        return true;
    }

    private void exitsAboveInterrupts() {
        if (cpu.vmx.mtfPending && cpu.activity != Activity.SHUTDOWN) {
            cpu.vmx.mtfPending = false;
            throw cpu.exit(ExitReason.MONITOR_TRAP_FLAG, 0, 0);
        }
    }

    /** Delivers pending debug exceptions; in shutdown they are lost. */
    private boolean debugTrap() {
        if ((cpu.interruptibility & Interruptibility.BLOCKING_BY_MOV_SS) != 0) return false;
        long pending = cpu.pendingDebug;
        cpu.pendingDebug = 0;
        if ((pending & DEBUG_DUE) == 0 || cpu.activity == Activity.SHUTDOWN) return false;
        GuestException trap = cpu.fault(ExceptionVector.DB);
        trap.debug = pending;
        events.exception(trap);
        return true;
    }

    /** Delivers an NMI. With virtual NMIs, blocking by NMI applies to virtual NMIs, and real ones are never blocked. */
    private boolean nonMaskable() {
        if ((cpu.interruptibility & Interruptibility.BLOCKING_BY_STI_OR_MOV_SS) != 0) return false;
        boolean blocked = (cpu.interruptibility & Interruptibility.BLOCKING_BY_NMI) != 0;
        if (!blocked && cpu.vmx.primary(PrimaryControls.NMI_WINDOW_EXITING)) throw cpu.exit(ExitReason.NMI_WINDOW, 0, 0);
        if (!cpu.nmiPending || blocked && (cpu.vmx.pin & PinBasedControls.VIRTUAL_NMIS) == 0) return false;
        cpu.nmiPending = false;
        deafTicks = 0;
        if ((cpu.vmx.pin & PinBasedControls.NMI_EXITING) == 0) cpu.activity = Activity.ACTIVE;
        events.nmi();
        return true;
    }

    private boolean external() {
        if ((cpu.interruptibility & Interruptibility.BLOCKING_BY_STI_OR_MOV_SS) != 0 || cpu.activity == Activity.SHUTDOWN) return false;
        boolean enabled = cpu.flags.has(Rflags.IF);
        if (enabled && cpu.vmx.virtualInterrupt) return virtualInterrupt();
        if (enabled && cpu.vmx.primary(PrimaryControls.INTERRUPT_WINDOW_EXITING)) throw cpu.exit(ExitReason.INTERRUPT_WINDOW, 0, 0);
        boolean exits = (cpu.vmx.pin & PinBasedControls.EXTERNAL_INTERRUPT_EXITING) != 0;
        if (!exits && !enabled || !cpu.interruptPending()) return false;
        if (exits) throw cpu.exit(ExitReason.EXTERNAL_INTERRUPT, 0, 0);
        int vector = cpu.acknowledgeInterrupt();
        if (vector < 0) return false;
        cpu.activity = Activity.ACTIVE;
        events.interrupt(vector);
        return true;
    }

    private boolean virtualInterrupt() {
        cpu.activity = Activity.ACTIVE;
        events.interrupt(VirtualApic.acknowledge(cpu));
        return true;
    }
}
