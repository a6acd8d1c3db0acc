package hv.core.machine;

import hv.api.machine.ProcessorPins;
import hv.api.machine.Registration;
import java.util.ArrayList;
import java.util.List;

/**
 * The lines from a machine's devices to its processor other than interrupts: A20M#, FERR#, IGNNE#. A virtual machine's lines lead to its guest
 * memory, the bare machine's to the processor.
 */
public final class ProcessorLines implements ProcessorPins {
    /** The receiver of the lines. */
    @FunctionalInterface public interface Processor {
        /** The A20M# pin. @param open whether bit 20 of addresses is passed on */
        void a20(boolean open);
        /** The IGNNE# pin. */
        default void ignoreFloatingPointError() {}
    }

    private final List<Gate> gates = new ArrayList<>();
    private final List<Runnable> errorListeners = new ArrayList<>();
    private Processor processor = _ -> {};
    private boolean open = true;

    /** Connects the lines to another receiver. */
    public void leadTo(Processor to) {
        processor = to;
        processor.a20(open);
    }

    @Override public Wire a20Gate() {
        var gate = new Gate();
        gates.add(gate);
        updateA20();
        return gate;
    }

    private void updateA20() {
        boolean now = gates.isEmpty() || gates.stream().anyMatch(gate -> gate.high);
        if (now == open) return;
        open = now;
        processor.a20(now);
    }

    @Override public Registration onFloatingPointError(Runnable asserted) {
        errorListeners.add(asserted);
        return () -> errorListeners.remove(asserted);
    }

    @Override public void ignoreFloatingPointError() { processor.ignoreFloatingPointError(); }

    /** Notifies the listeners that the processor asserts FERR#. */
    void floatingPointError() { errorListeners.forEach(Runnable::run); }

    private final class Gate extends Wire {
        @Override void set(boolean now) {
            high = now;
            updateA20();
        }
        @Override public void restored() { updateA20(); }
    }
}
