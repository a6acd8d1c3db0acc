package hv.devices.time;

import hv.api.machine.State;
import hv.api.machine.StateFields;

/** All that one counter of an 8254 remembers. Times are in ticks of its clock input. */
final class CounterState implements State {
    /** The last control word: access, mode, BCD. */
    int control = Counter.ACCESS_BOTH << 4;
    boolean gate = true;
    /** The count being counted down, 0 standing for the largest; and whether there is one since the control word. */
    int count;
    boolean loaded;
    /** Modes 1 and 5: the gate has risen since the count was written. */
    boolean triggered;
    /** When {@link #count} was loaded; while the gate holds counting, how far it had come. */
    long start, held;
    /** Modes 1, 2, 3 and 5: a count that waits for the end of the period, or for the gate; -1 for none. */
    int waiting = -1;
    /** The low byte of a count whose high byte is still to come; -1 for none. */
    int lowByte = -1;
    /** The next read gives the high byte. */
    boolean highNext;
    /** Latched by a counter latch or read-back command until read; -1 for none. */
    int latchedCount = -1, latchedStatus = -1;
    /** How many rising edges of OUT the interrupt line has been told of since the count was loaded. */
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
