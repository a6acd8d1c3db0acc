package hv.devices.time;

import hv.api.machine.State;
import hv.api.machine.StateFields;

/** The state of an 8254 and of port 61H. */
final class PitState implements State {
    final CounterState[] counters = {new CounterState(), new CounterState(), new CounterState()};
    /** Bits 3:0 of port 61H as written. */
    int port61;

    PitState() { counters[2].gate = false; }

    @Override public void fields(StateFields fields) {
        for (int i = 0; i < counters.length; i++) fields.part("counter" + i, counters[i]);
        port61 = fields.number("port61", port61);
    }
}
