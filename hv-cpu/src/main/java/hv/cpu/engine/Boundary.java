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
 * What happens between two instructions, in the order of priority.
 *
 * @sdm 3A "Priority Among Concurrent Events", 3C chapter 26 "Changes to Instruction Behavior in VMX Non-Root Operation"
 */
final class Boundary {
    /** Debug conditions that make a pending debug exception one: enabled breakpoint, single step and task switch. */
    private static final long DEBUG_DUE = PendingDebugExceptions.ENABLED_BREAKPOINT | PendingDebugExceptions.BS | Dr6.BT;

    /** How many events one settling delivers at most. */
    private static final int MOST_EVENTS = 64;
    /** How long a processor that heeds no interrupt may wait and still be thought to wait for an NMI; in ticks, ten seconds. */
    private static final long LONGEST_DEAFNESS = 10_000_000_000L;

    private final Cpu cpu;
    private final Events events;
    private boolean unsettled;
    private long deafTicks;

    Boundary(Cpu cpu, Events events) {
        this.cpu = cpu;
        this.events = events;
    }

    /**
     * Lets everything happen that is due now. If the processor still waits for something then, time moves on to the next thing that can happen.
     *
     * @return null if execution goes on: with an instruction where the processor is active, and settled, otherwise by settling again
     */
    Stop settle() {
        if (cpu.clock.nextAlarm() <= cpu.clock.ticks()) cpu.clock.fireDue();
        if (cpu.cycles >= cpu.counters.due) cpu.performance.settle();
        if (cpu.machineCheck == Waiting.FOR_NEXT_INSTRUCTION) machineCheck();
        if (isShutDown()) return Stop.SHUTDOWN;
        deliverAll();
        if (isShutDown()) return Stop.SHUTDOWN;
        if (unsettled) return null;
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

    /** Whether only an NMI or a message could end the waiting, and neither has come for long: a periodic timer would make time move for ever then. */
    private boolean haltedForGood(long ticks) {
        boolean timed = cpu.vmx.preemptionTick != Long.MAX_VALUE && cpu.activity != Activity.WAIT_FOR_SIPI;
        deafTicks = cpu.heedsInterrupts() || timed ? 0 : deafTicks + ticks;
        return deafTicks > LONGEST_DEAFNESS;
    }

    /** The last settling has left something that is due: delivering one event may raise the next, as a breakpoint on the vector of #DB does for ever. */
    boolean unsettled() { return unsettled; }

    /** Comes before all other events; a processor that waits for a start-up message notices nothing. */
    private void machineCheck() {
        if (cpu.activity == Activity.WAIT_FOR_SIPI) return;
        events.machineCheck();
        cpu.vmx.mtfPending |= cpu.vmx.primary(PrimaryControls.MONITOR_TRAP_FLAG);
    }

    private void deliverAll() {
        unsettled = false;
        int delivered = 0;
        while (deliverOne()) {
            cpu.vmx.mtfPending |= cpu.vmx.primary(PrimaryControls.MONITOR_TRAP_FLAG);
            if (++delivered == MOST_EVENTS) {
                unsettled = true;
                return;
            }
        }
    }

    /** The monitored line has been written, or an interrupt waits that need not be let in. */
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

    /** The threshold of the TPR is not looked at before the guest that was entered has woken. */
    private boolean deaf() { return cpu.activity == Activity.SHUTDOWN || cpu.activity == Activity.WAIT_FOR_SIPI; }

    /** A start-up message is lost on a processor that does not wait for one. */
    private boolean startUp() {
        int vector = cpu.startUpVector;
        cpu.startUpVector = -1;
        if (vector < 0 || cpu.activity != Activity.WAIT_FOR_SIPI) return false;
        if (cpu.vmx.nonRoot) throw cpu.exit(ExitReason.STARTUP_IPI, vector, 0);
        events.startUp(vector);
        return true;
    }

    /** Blocked in VMX root operation, and in non-root operation while the processor waits for a start-up message. */
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

    /** Debug exceptions that are pending in shutdown are lost. */
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

    /** With virtual NMIs, blocking is that of virtual NMIs: real ones are never blocked. */
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
