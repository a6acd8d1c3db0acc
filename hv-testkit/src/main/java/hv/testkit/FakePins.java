package hv.testkit;

import hv.api.machine.InterruptLine;
import hv.api.machine.ProcessorPins;
import java.util.BitSet;

/** The pins of a processor that a test plays. */
public final class FakePins implements ProcessorPins {
    private final BitSet gates = new BitSet();
    private int count;

    /** Whether address line 20 is passed on: a gate is open, or there is none. */
    public boolean a20() { return count == 0 || !gates.isEmpty(); }

    @Override public InterruptLine a20Gate() {
        int gate = count++;
        return new InterruptLine() {
            @Override public void raise() { gates.set(gate); }
            @Override public void lower() { gates.clear(gate); }
        };
    }
}
