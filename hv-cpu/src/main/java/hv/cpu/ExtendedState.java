package hv.cpu;

import hv.cpu.semantics.Cpu;
import hv.cpu.state.CounterState;
import hv.cpu.state.VectorState;
import hv.cpu.state.X87State;

/**
 * The x87, MMX and SSE registers of a processor and its performance counters, kept while it has others: {@link LogicalProcessor#save} and
 * {@link LogicalProcessor#restore}.
 */
public final class ExtendedState {
    final X87State x87 = new X87State();
    final VectorState vector = new VectorState();
    private final CounterState counters = new CounterState();

    /** Makes the state after RESET. */
    public ExtendedState() { x87.reset(); }

    public void copyFrom(ExtendedState other) {
        x87.copyFrom(other.x87);
        vector.copyFrom(other.vector);
        counters.copyFrom(other.counters);
    }

    void saveFrom(Cpu cpu) {
        x87.copyFrom(cpu.x87);
        vector.copyFrom(cpu.vector);
        cpu.performance.catchUp();
        counters.copyFrom(cpu.counters);
    }

    void restoreTo(Cpu cpu) {
        cpu.x87.copyFrom(x87);
        cpu.vector.copyFrom(vector);
        cpu.performance.restore(counters);
    }
}
