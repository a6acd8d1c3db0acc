package hv.cpu.performance;

import hv.cpu.platform.ProcessorProfile;
import hv.cpu.state.CounterState;
import hv.cpu.state.PerformanceFeatures;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The performance-monitoring unit of a processor. Its methods bring the counters up to date first; the engine calls {@link #catchUp} when
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
        /** The number of cycles in which the processor has executed something. */
        long cycles();
        /** The number of instructions that have ended in these cycles. */
        long instructions();
        /** Called when a counter overflows whose overflow interrupts. */
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

    /** Sets the state after RESET; INIT changes nothing. */
    public void reset() {
        var initial = new CounterState();
        initial.globalControl = features.globalGeneral();
        restore(initial);
    }

    /** Replaces the counters by saved ones, which go on counting from now on. */
    public void restore(CounterState saved) {
        boolean user = state.user;
        state.copyFrom(saved);
        state.user = user;
        goOn();
    }

    /** Whether an MSR is one of performance monitoring. */
    public static boolean isMsr(int index) { return CounterMsrs.is(index); }
    /** The value that RDMSR reads; empty where RDMSR takes #GP(0). */
    public OptionalLong readMsr(int index) {
        catchUp();
        return msrs.read(index);
    }
    /** Writes as WRMSR does. @return false where WRMSR takes #GP(0) */
    public boolean writeMsr(int index, long value) {
        catchUp();
        boolean written = msrs.write(index, value);
        arm();
        return written;
    }

    /** Loads IA32_PERF_GLOBAL_CTRL with a value that has been checked, at VM entry or VM exit. */
    public void globalControl(long value) {
        catchUp();
        state.globalControl = value;
        arm();
    }

    /** The value that RDPMC reads; empty where RDPMC takes #GP(0). @param index as in ECX: bit 30 for a fixed-function counter */
    public OptionalLong read(int index) {
        boolean fixed = (index & FIXED) != 0;
        int number = index & ~FIXED;
        if (number < 0 || number >= (fixed ? features.fixed() : features.general())) return OptionalLong.empty();
        catchUp();
        return OptionalLong.of(state.counts[fixed ? PerformanceFeatures.MOST_GENERAL + number : number]);
    }

    /** Takes notice of a change of the privilege level. @param cpl 0 to 3 */
    public void privilege(int cpl) {
        boolean user = cpl != 0;
        if (user == state.user) return;
        if (state.filtering) catchUp();
        state.user = user;
        if (state.filtering) arm();
    }

    /** Brings the counters up to date. Overflows are recorded, and interrupt where they should. */
    public void catchUp() {
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
