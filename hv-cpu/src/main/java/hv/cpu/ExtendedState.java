package hv.cpu;

import hv.cpu.state.CounterState;
import hv.cpu.state.VectorState;
import hv.cpu.state.X87State;
import hv.cpu.vmx.Settled;

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

    void saveFrom(Settled processor) {
        var registers = processor.unswitched();
        x87.copyFrom(registers.x87);
        vector.copyFrom(registers.vector);
        processor.performance.catchUp();
        counters.copyFrom(registers.counters);
    }

    void restoreTo(Settled processor) {
        var registers = processor.unswitched();
        registers.x87.copyFrom(x87);
        registers.vector.copyFrom(vector);
        processor.performance.restore(counters);
    }
}
