package hv.cpu.performance;

import hv.cpu.platform.ProcessorProfile;
import hv.cpu.state.CounterState;
import hv.cpu.state.PerformanceFeatures;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The performance-monitoring unit of a processor. Whoever looks here finds the counters up to date; the engine calls {@link #settle} when
 * {@link CounterState#due} is reached.
 *
 * @sdm 3B "Architectural Performance Monitoring Version 2"
 */
public final class PerformanceMonitor {
    private static final int FIXED = 1 << 30;

    private final PerformanceFeatures features;
    private final CounterState state;
    private final Processor processor;
    private final List<Counter> counters = new ArrayList<>();
    private final CounterMsrs msrs;

    /** The processor that is monitored. */
    public interface Processor {
        /** Cycles in which it has executed something. */
        long cycles();
        /** Instructions that have ended in them. */
        long instructions();
        /** A counter that is to interrupt has overflowed. */
        void overflow();
    }

    public PerformanceMonitor(ProcessorProfile profile, CounterState state, Processor processor) {
        this.features = PerformanceFeatures.of(profile);
        this.state = state;
        this.processor = processor;
        for (int i = 0; i < features.general(); i++) counters.add(Counter.general(i, features));
        for (int i = 0; i < features.fixed(); i++) counters.add(Counter.fixed(i, features));
        this.msrs = new CounterMsrs(features, state);
    }

    /** The state after RESET; INIT changes nothing. */
    public void reset() {
        var initial = new CounterState();
        initial.globalControl = features.globalGeneral();
        restore(initial);
    }

    /** Makes the counters those of another time, from which they go on now. */
    public void restore(CounterState saved) {
        boolean user = state.user;
        state.copyFrom(saved);
        state.user = user;
        goOn();
    }

    /** Whether an MSR is one of performance monitoring. */
    public static boolean isMsr(int index) { return CounterMsrs.is(index); }
    /** RDMSR; empty where it faults with #GP(0). */
    public OptionalLong readMsr(int index) {
        settle();
        return msrs.read(index);
    }
    /** WRMSR. @return false where it faults with #GP(0) */
    public boolean writeMsr(int index, long value) {
        settle();
        boolean written = msrs.write(index, value);
        arm();
        return written;
    }

    /** VM entry or VM exit loads IA32_PERF_GLOBAL_CTRL, with a value that it has checked. */
    public void globalControl(long value) {
        settle();
        state.globalControl = value;
        arm();
    }

    /** RDPMC; empty where it faults with #GP(0). @param index as in ECX: bit 30 for a fixed-function counter */
    public OptionalLong read(int index) {
        boolean fixed = (index & FIXED) != 0;
        int number = index & ~FIXED;
        if (number < 0 || number >= (fixed ? features.fixed() : features.general())) return OptionalLong.empty();
        settle();
        return OptionalLong.of(state.counts[fixed ? PerformanceFeatures.MOST_GENERAL + number : number]);
    }

    /** Code of another privilege level runs from now on. @param cpl 0 to 3 */
    public void privilege(int cpl) {
        boolean user = cpl != 0;
        if (user == state.user) return;
        if (state.filtering) settle();
        state.user = user;
        if (state.filtering) arm();
    }

    /** Brings the counters up to date. Overflows are noted, and interrupt where they are to. */
    public void settle() {
        long cycles = processor.cycles() - state.cycles, instructions = processor.instructions() - state.instructions;
        if (cycles == 0) return;
        boolean interrupt = false;
        for (var counter : counters) {
            var counting = counter.counting(state, features.events());
            if (counting.at(state.user)) interrupt |= counter.count(state, counting.rate().of(cycles, instructions)) && counting.interrupts();
        }
        goOn();
        if (interrupt) processor.overflow();
    }

    private void goOn() {
        state.cycles = processor.cycles();
        state.instructions = processor.instructions();
        arm();
    }

    private void arm() {
        state.filtering = false;
        state.due = CounterState.NEVER;
        for (var counter : counters) {
            var counting = counter.counting(state, features.events());
            state.filtering |= counting.filters();
            if (counting.interrupts() && counting.at(state.user)) state.due = Math.min(state.due, state.cycles + counter.left(state));
        }
    }
}
