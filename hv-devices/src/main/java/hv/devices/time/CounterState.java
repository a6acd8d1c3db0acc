package hv.devices.time;

/** The state of one counter of an 8254. Times are in ticks of its clock input. */
final class CounterState {
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
}
