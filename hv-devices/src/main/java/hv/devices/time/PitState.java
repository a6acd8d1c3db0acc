package hv.devices.time;

/** The state of an 8254 and of port 61H. */
final class PitState {
    final CounterState[] counters = {new CounterState(), new CounterState(), new CounterState()};
    /** Bits 3:0 of port 61H as written. */
    int port61;

    PitState() { counters[2].gate = false; }
}
