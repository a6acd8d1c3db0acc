package hv.cpu.engine;

import hv.api.x86.Rflags;
import hv.cpu.semantics.Cpu;
import hv.cpu.state.GuestException;
import hv.cpu.state.Registers.Activity;
import hv.cpu.state.SlowAccess;
import hv.cpu.state.VmExitSignal;

/**
 * Executes instructions. {@link #run} alternates between the events that are due between two instructions ({@link Boundary}) and a stretch of
 * instructions that nothing can interrupt: a chain of blocks, or one instruction alone where the exact count or the state between instructions
 * matters.
 *
 * <p>Counts are exact: whenever anything can see the time, it has advanced by all instructions before, and by no others.
 */
public final class Engine {
    /** The longest stretch of blocks between two looks at events. A loop that ends is also easier for HotSpot to compile. */
    private static final long LONGEST_STRETCH = 1_000_000;

    /** Not canonical: no instruction lies there. */
    public static final long NO_BREAKPOINT = 1L << 62;
    private static final int MOST_FRUITLESS = 256;

    private final Cpu cpu;
    private final Events events;
    private final Boundary boundary;
    private final BlockCache blocks;
    private final Chain chain;
    private final Single single;
    private final CodeModes modes = new CodeModes();
    private CodeMode mode = new CodeMode(0, 0);
    /** The block that ended the last stretch, to be linked to the next one; or null. */
    private Block previous;
    /** Whether the next instruction makes an unusual access. */
    private boolean slow;

    private long limit = Long.MAX_VALUE, breakpoint = NO_BREAKPOINT;
    /** The number of exceptions since an instruction last retired. */
    private int fruitless;
    private long retiredAtFault;
    private volatile boolean pause;

    public Engine(Cpu cpu, OperationTable operations, Events events) {
        this.cpu = cpu;
        this.events = events;
        this.boundary = new Boundary(cpu, events);
        this.blocks = new BlockCache(cpu, operations);
        this.chain = new Chain(cpu, blocks, operations);
        this.single = new Single(cpu);
    }

    /** The number of instructions retired since this engine was made; each REP iteration counts as one. */
    public long retired() { return cpu.cycles; }
    /** Makes the engine stop once {@link #retired} reaches this number. */
    public void limit(long retired) { limit = retired; }
    /** Makes the engine stop between two instructions soon; may be called from any thread. */
    public void pause() { pause = true; }

    /** Stop before the instruction at this linear address; {@link #NO_BREAKPOINT} for none. */
    public void breakAt(long linear) {
        breakpoint = linear;
        blocks.breakAt(linear);
        previous = null;
    }

    /** Executes until something happens that the caller must handle. */
    public Stop run() {
        while (true) {
            try {
                Stop stop = next();
                if (stop != null) return stop;
            } catch (VmExitSignal exit) {
                if (exited()) return Stop.VM_EXIT;
            } catch (GuestException fault) {
                if (faulted(fault)) return Stop.VM_EXIT;
            }
        }
    }

    /**
     * Executes the instruction at RIP, whatever is due before it, with the exemption in force; then goes on as {@link #run}. An instruction that has
     * made a VM exit is past its execution breakpoints.
     */
    public Stop complete() {
        cpu.flags.others = cpu.flags.others & ~Rflags.RF | (cpu.vmx.resuming ? Rflags.RF : 0);
        previous = null;
        try {
            selectMode();
            alone(blocks.find(mode, cpu.rip).steps[0], 1);
            cpu.vmx.exemption = null;
        } catch (VmExitSignal exit) {
            cpu.vmx.exemption = null;
            if (exited()) return Stop.VM_EXIT;
        } catch (GuestException fault) {
            cpu.vmx.exemption = null;
            if (faulted(fault)) return Stop.VM_EXIT;
        }
        return run();
    }

    private Stop next() {
        Stop stop = boundary.deliverDue();
        if (pause) {
            pause = false;
            return Stop.PAUSED;
        }
        if (stop != null) return stop;
        if (boundary.eventsLeft()) passCycle();
        if (cpu.cycles >= limit) return Stop.LIMIT;
        if (cpu.activity != Activity.ACTIVE || boundary.eventsLeft()) return null;
        selectMode();
        if (mode.linear(cpu.rip) == breakpoint) return Stop.BREAKPOINT;
        stretch();
        return null;
    }

    private boolean exited() {
        previous = null;
        slow = false;
        return events.vmExit();
    }

    /**
     * Lets time pass where exceptions come without an instruction between them. A handler whose first instruction faults would keep the processor
     * busy for ever; after some number of exceptions in a row, each takes the time of an instruction, so that the limit is reached and timers go on.
     * Events that raise each other ({@link Boundary#eventsLeft}) are treated alike.
     */
    private void countFruitless() {
        if (cpu.cycles != retiredAtFault) fruitless = 0;
        if (++fruitless > MOST_FRUITLESS) passCycle();
        retiredAtFault = cpu.cycles;
    }

    /** @return whether the exception led to a VM exit to software in Java */
    private boolean faulted(GuestException fault) {
        previous = null;
        slow = false;
        countFruitless();
        try {
            events.exception(fault);
            single.delivered();
            return false;
        } catch (VmExitSignal exit) {
            return exited();
        }
    }

    /** The number of instructions that may retire before something is due; at least 1. */
    private long budget() {
        long now = cpu.clock.ticks();
        long ticks = Math.min(cpu.clock.nextAlarm(), cpu.vmx.preemptionTick) - now;
        long cycles = Math.min(limit, cpu.counters.due) - cpu.cycles;
        return Math.max(1, Math.min(LONGEST_STRETCH, Math.min(ticks, cycles)));
    }

    private void selectMode() {
        int bits = CodeMode.bits(cpu);
        long csBase = CodeMode.csBase(cpu);
        if (bits == mode.bits() && csBase == mode.csBase()) return;
        mode = modes.of(bits, csBase);
        previous = null;
        cpu.performance.privilege(cpu.cpl);
    }

    private void stretch() {
        long budget = budget();
        single.executionBreakpoints();
        var block = blocks.find(mode, cpu.rip);
        if (previous != null) previous.link(block);
        previous = null;
        if (slow || block.alone || single.required()) {
            alone(block.steps[0], budget);
        } else {
            chained(block, budget);
        }
    }

    private void alone(Step step, long budget) {
        slow = false;
        try {
            single.run(step, budget);
        } finally {
            cpu.retire(single.retired());
            cpu.unfinishedCycles += single.retired() - single.ended();
        }
    }

    private void chained(Block block, long budget) {
        try {
            previous = chain.run(block, budget);
        } catch (SlowAccess unusual) {
            slow = true;
        } finally {
            cpu.retire(chain.retired());
        }
    }

    /** Lets one cycle pass in which no instruction ends. */
    private void passCycle() {
        cpu.retire(1);
        cpu.unfinishedCycles++;
    }
}
