package hv.testkit;

import hv.api.machine.InterruptLine;
import hv.api.machine.ProcessorPins;
import hv.api.machine.Registration;
import hv.api.machine.State;
import hv.api.machine.StateFields;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** The pins of a processor, which a test plays. */
public final class FakePins implements ProcessorPins, State {
    private final BitSet gates = new BitSet();
    private final List<Runnable> errorListeners = new ArrayList<>();
    private int count;
    private boolean error, ignored;

    /** Whether address line 20 is passed on: a gate is open, or the machine has no gates. */
    public boolean a20() { return count == 0 || !gates.isEmpty(); }

    /** Asserts FERR#. */
    public void floatingPointError() {
        error = true;
        errorListeners.forEach(Runnable::run);
    }

    /** Clears the exception, which deasserts FERR# and IGNNE#. */
    public void floatingPointErrorCleared() { error = ignored = false; }

    /** The level of IGNNE#. */
    public boolean ignoresFloatingPointError() { return ignored; }

    @Override public Registration onFloatingPointError(Runnable asserted) {
        errorListeners.add(asserted);
        return () -> errorListeners.remove(asserted);
    }

    @Override public void fields(StateFields fields) {
        var open = BitSet.valueOf(fields.numbers("gates", gates.toLongArray()));
        gates.clear();
        gates.or(open);
        error = fields.flag("error", error);
        ignored = fields.flag("ignored", ignored);
    }

    @Override public void ignoreFloatingPointError() { ignored = error; }

    @Override public InterruptLine a20Gate() {
        int gate = count++;
        return new InterruptLine() {
            @Override public void raise() { gates.set(gate); }
            @Override public void lower() { gates.clear(gate); }
        };
    }
}
