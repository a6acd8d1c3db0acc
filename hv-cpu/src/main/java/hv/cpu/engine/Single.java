package hv.cpu.engine;

import hv.api.x86.Dr7;
import hv.api.x86.ExceptionVector;
import hv.api.x86.Interruptibility;
import hv.api.x86.PendingDebugExceptions;
import hv.api.x86.PrimaryControls;
import hv.api.x86.Rflags;
import hv.cpu.decode.Op;
import hv.cpu.decode.Trait;
import hv.cpu.semantics.Cpu;
import hv.cpu.state.GuestException;
import hv.cpu.state.Segment;
import hv.cpu.state.VmExitSignal;

/**
 * Runs one instruction with the checks before and after it: execution breakpoints, interrupt shadow, RF, single-step and data-breakpoint traps, MTF.
 *
 * @sdm 3B "Debug Exceptions"; 3A "Masking Exceptions and Interrupts When Switching Stacks"
 */
final class Single {
    private static final int SHADOW = Interruptibility.BLOCKING_BY_STI_OR_MOV_SS;

    private final Cpu cpu;
    private long retired, ended;

    Single(Cpu cpu) { this.cpu = cpu; }

    /** Whether instructions must be run singly now, because the state between them matters. */
    boolean required() {
        return (cpu.flags.others & (Rflags.TF | Rflags.RF)) != 0 || (cpu.interruptibility & SHADOW) != 0
                || cpu.vmx.primary(PrimaryControls.MONITOR_TRAP_FLAG) || breaksOnExecution();
    }

    private boolean breaksOnExecution() {
        long dr7 = cpu.dr[7];
        if ((dr7 & 0xFF) == 0) return false;
        for (int i = 0; i < 4; i++) if ((dr7 >>> 2 * i & 3) != 0 && (dr7 >>> 16 + 4 * i & 3) == 0) return true;
        return false;
    }

    /**
     * The number of instructions that the last {@link #run} retired, however it ended: a REP instruction that faults has retired the iterations
     * before.
     */
    long retired() { return retired; }
    /** 1 if the instruction of the last {@link #run} has ended; 0 if it faulted, exited, or has iterations to come. */
    long ended() { return ended; }

    /** @param budget the most REP iterations to retire */
    void run(Step step, long budget) {
        retired = ended = 0;
        int shadow = cpu.interruptibility & SHADOW;
        int flags = cpu.flags.others;
        boolean nonRoot = cpu.vmx.nonRoot, event = deliversEvent(step);
        cpu.flags.others &= ~Rflags.RF;
        execute(step, trapped() ? 1 : budget, event ? 0 : flags & Rflags.RF);
        boolean unfinished = unfinished(step);
        ended = unfinished || retired == 0 ? 0 : 1;
        if (nonRoot != cpu.vmx.nonRoot) return;
        cpu.interruptibility &= ~shadow;
        if (unfinished) cpu.flags.others |= Rflags.RF;
        if (!event && stepped(step, flags)) cpu.pendingDebug |= PendingDebugExceptions.BS;
        if (nonRoot && cpu.vmx.primary(PrimaryControls.MONITOR_TRAP_FLAG)) cpu.vmx.mtfPending = true;
    }

    /** Whether a trap follows each instruction and each REP iteration. */
    private boolean trapped() { return cpu.flags.has(Rflags.TF) || cpu.vmx.primary(PrimaryControls.MONITOR_TRAP_FLAG); }

    private boolean stepped(Op op, int flagsBefore) {
        int flags = op.row.has(Trait.TRAPS_BY_NEW_TF) ? cpu.flags.others : flagsBefore;
        return (flags & Rflags.TF) != 0;
    }

    /**
     * Whether the instruction delivers an event itself. Then no single-step trap follows, because the delivery clears TF. INTO delivers one if OF is
     * 1.
     */
    private boolean deliversEvent(Op op) { return op.row.has(Trait.SOFTWARE_EVENT) && (op.row.tests() == 0 || cpu.flags.of()); }

    /**
     * Whether more iterations follow. An event between them returns with RF set, because an execution breakpoint is met before the first iteration
     * only.
     */
    private boolean unfinished(Op op) { return cpu.rip == op.rip && (op.rep || op.repne) && op.row.has(Trait.REPEATABLE); }

    /** @param resume RF as it was: an instruction that does not come to its end has not cleared it, but for what an event that it raises would push */
    private void execute(Step step, long budget, int resume) {
        cpu.iterations = budget;
        cpu.rip = step.next;
        long pending = cpu.pendingDebug;
        try {
            step.run(cpu);
            retired = 1;
        } catch (GuestException fault) {
            notExecuted(step, pending, resume);
            throw fault;
        } catch (VmExitSignal exit) {
            if (cpu.exit.trap) ended = cpu.extraRetired;
            else notExecuted(step, pending, resume);
            throw exit;
        } finally {
            retired += cpu.extraRetired;
            cpu.extraRetired = 0;
        }
    }

    private void notExecuted(Op op, long pendingDebug, int resume) {
        cpu.rip = op.rip;
        cpu.pendingDebug = pendingDebug;
        cpu.flags.others |= resume;
    }

    /** Takes notice of a delivered exception, which ends the interrupt shadow and everything else that the end of an instruction ends. */
    void delivered() {
        cpu.interruptibility &= ~SHADOW;
        if (cpu.vmx.primary(PrimaryControls.MONITOR_TRAP_FLAG)) cpu.vmx.mtfPending = true;
    }

    /**
     * Before the instruction is fetched: a breakpoint comes before what the fetch raises, and leaves no accessed flags behind.
     *
     * @sdm 3B "Debug Registers"
     */
    void executionBreakpoints() {
        if ((cpu.dr[7] & Dr7.ENABLES) == 0 || cpu.flags.has(Rflags.RF) || (cpu.interruptibility & Interruptibility.BLOCKING_BY_MOV_SS) != 0) return;
        long linear = cpu.long64 ? cpu.rip : cpu.segments[Segment.CS].base + cpu.rip & 0xFFFF_FFFFL;
        long met = 0, enabled = 0;
        for (int i = 0; i < 4; i++) {
            boolean execution = (cpu.dr[7] >>> 16 + 4 * i & 0xF) == 0;
            if (!execution || cpu.dr[i] != linear) continue;
            met |= 1L << i;
            enabled |= cpu.dr[7] >>> 2 * i & 3;
        }
        if (enabled == 0) return;
        var fault = cpu.fault(ExceptionVector.DB);
        fault.debug = met | PendingDebugExceptions.ENABLED_BREAKPOINT;
        throw fault;
    }
}
