package hv.devices.time;

import hv.api.machine.State;
import hv.api.machine.StateFields;

/** The state of one counter of an 8254. Times are in ticks of its clock input. */
final class CounterState implements State {
    /** The last control word: access, mode, BCD. */
    int control = Counter.ACCESS_BOTH << 4;
    boolean gate = true;
    /** The loaded count, 0 standing for the largest one; and whether a count has been written since the control word. */
    int count;
    boolean loaded;
    /** Modes 1 and 5: the gate has risen since the count was written. */
    boolean triggered;
    /** The tick at which {@link #count} was loaded; and while the gate holds counting, the number of ticks counted. */
    long start, held;
    /** A count that waits for the end of the period, or for the gate (modes 1, 2, 3 and 5); -1 for none. */
    int waiting = -1;
    /** The low byte of a count whose high byte has not been written yet; -1 for none. */
    int lowByte = -1;
    /** Whether the next read returns the high byte. */
    boolean highNext;
    /** The count and the status that a latch or read-back command has latched, until they are read; -1 for none. */
    int latchedCount = -1, latchedStatus = -1;
    /** The number of rising edges of OUT since the count was loaded that have been reported to the interrupt line. */
    long edges;

    @Override public void fields(StateFields fields) {
        control = fields.number("control", control);
        gate = fields.flag("gate", gate);
        count = fields.number("count", count);
        loaded = fields.flag("loaded", loaded);
        triggered = fields.flag("triggered", triggered);
        start = fields.number("start", start);
        held = fields.number("held", held);
        waiting = fields.number("waiting", waiting);
        lowByte = fields.number("lowByte", lowByte);
        highNext = fields.flag("highNext", highNext);
        latchedCount = fields.number("latchedCount", latchedCount);
        latchedStatus = fields.number("latchedStatus", latchedStatus);
        edges = fields.number("edges", edges);
    }
}
