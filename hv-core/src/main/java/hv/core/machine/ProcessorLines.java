package hv.core.machine;

import hv.api.machine.ProcessorPins;
import hv.api.machine.Registration;
import java.util.ArrayList;
import java.util.List;

/** What a machine's devices do to its processor beside interrupting it, and who has to follow: the processor, or a guest's memory. */
public final class ProcessorLines implements ProcessorPins {
    /** The processor's side. */
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

    /** From now on this one follows. */
    public void leadTo(Processor to) {
        processor = to;
        processor.a20(open);
    }

    @Override public Wire a20Gate() {
        var gate = new Gate();
        gates.add(gate);
        settle();
        return gate;
    }

    private void settle() {
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

    /** The processor asserts FERR#. */
    void floatingPointError() { errorListeners.forEach(Runnable::run); }

    private final class Gate extends Wire {
        @Override void set(boolean now) {
            high = now;
            settle();
        }
        @Override public void restored() { settle(); }
    }
}
