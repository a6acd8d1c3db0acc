package hv.cpu.engine;

import hv.cpu.decode.Mnemonic;
import hv.cpu.semantics.Cpu;
import hv.cpu.state.Controls;
import hv.cpu.state.Flags;
import hv.cpu.state.GuestException;
import hv.cpu.state.Segment;
import hv.cpu.state.VmExitSignal;
import java.util.EnumSet;
import java.util.Set;

/** Runs one instruction, with what comes before and after it: execution breakpoints, interrupt shadow, RF, single-step traps, MTF. */
final class Single {
    private static final int SHADOW = Boundary.STI | Boundary.MOV_SS;
    /** BS of the pending debug exceptions. */
    private static final long SINGLE_STEP = 1 << 14;
    private static final long ENABLED_BREAKPOINT = 1 << 12;
    /** They clear TF on the way to their handler: there is no single-step trap after them. */
    private static final Set<Mnemonic> SOFTWARE_EVENTS = EnumSet.of(Mnemonic.INT, Mnemonic.INT1, Mnemonic.INT3, Mnemonic.INTO);

    private final Cpu cpu;
    private long retired;

    Single(Cpu cpu) { this.cpu = cpu; }

    /** Whether the state between two instructions matters now. */
    boolean required() {
        return (cpu.flags.others & (Flags.TF | Flags.RF)) != 0 || (cpu.interruptibility & SHADOW) != 0
                || cpu.vmx.primary(Controls.MTF) || (cpu.dr[7] & 0xFF) != 0;
    }

    /** Of the last {@link #run}, however it ended: a REP instruction that faults has retired the iterations before. */
    long retired() { return retired; }

    /** @param budget REP iterations to retire at most */
    void run(Step step, long budget) {
        retired = 0;
        executionBreakpoints(step.op.rip);
        int shadow = cpu.interruptibility & SHADOW;
        int flags = cpu.flags.others;
        boolean nonRoot = cpu.vmx.nonRoot;
        execute(step, trapped() ? 1 : budget);
        if (nonRoot != cpu.vmx.nonRoot) return;
        cpu.interruptibility &= ~shadow;
        if (cpu.rip != step.op.rip && step.op.mnemonic != Mnemonic.IRET) cpu.flags.others &= ~(flags & Flags.RF);
        if ((flags & Flags.TF) != 0 && !SOFTWARE_EVENTS.contains(step.op.mnemonic)) cpu.pendingDebug |= SINGLE_STEP;
        if (nonRoot && cpu.vmx.primary(Controls.MTF)) cpu.vmx.mtfPending = true;
    }

    /** Something comes after each instruction and each REP iteration. */
    private boolean trapped() { return cpu.flags.has(Flags.TF) || cpu.vmx.primary(Controls.MTF); }

    private void execute(Step step, long budget) {
        cpu.iterations = budget;
        cpu.rip = step.op.next;
        try {
            step.run(cpu);
            retired = 1;
        } catch (GuestException fault) {
            cpu.rip = step.op.rip;
            throw fault;
        } catch (VmExitSignal exit) {
            if (!cpu.exit.trap) cpu.rip = step.op.rip;
            throw exit;
        } finally {
            retired += cpu.extraRetired;
            cpu.extraRetired = 0;
        }
    }

    /** An exception has been delivered: what an instruction's end ends, ends. */
    void delivered() {
        cpu.interruptibility &= ~SHADOW;
        if (cpu.vmx.primary(Controls.MTF)) cpu.vmx.mtfPending = true;
    }

    /** @sdm 3B "Debug Registers" */
    private void executionBreakpoints(long rip) {
        if ((cpu.dr[7] & 0xFF) == 0 || cpu.flags.has(Flags.RF)) return;
        long linear = cpu.long64 ? rip : cpu.segments[Segment.CS].base + rip & 0xFFFF_FFFFL;
        long met = 0, enabled = 0;
        for (int i = 0; i < 4; i++) {
            boolean execution = (cpu.dr[7] >>> 16 + 4 * i & 0xF) == 0;
            if (!execution || cpu.dr[i] != linear) continue;
            met |= 1L << i;
            enabled |= cpu.dr[7] >>> 2 * i & 3;
        }
        if (enabled == 0) return;
        var fault = cpu.fault(1);
        fault.debug = met | ENABLED_BREAKPOINT;
        throw fault;
    }
}
