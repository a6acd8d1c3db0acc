package hv.cpu;

import hv.cpu.state.Registers;
import hv.cpu.state.VectorState;
import hv.cpu.state.X87State;

/** The x87, MMX and SSE registers of a processor, kept while it has others: {@link LogicalProcessor#save} and {@link LogicalProcessor#restore}. */
public final class ExtendedState {
    private final X87State x87 = new X87State();
    private final VectorState vector = new VectorState();

    /** As after RESET. */
    public ExtendedState() { x87.reset(); }

    public void copyFrom(ExtendedState other) {
        x87.copyFrom(other.x87);
        vector.copyFrom(other.vector);
    }

    void saveFrom(Registers registers) {
        x87.copyFrom(registers.x87);
        vector.copyFrom(registers.vector);
    }

    void restoreTo(Registers registers) {
        registers.x87.copyFrom(x87);
        registers.vector.copyFrom(vector);
    }
}
