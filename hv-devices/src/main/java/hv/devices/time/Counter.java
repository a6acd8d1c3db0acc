package hv.devices.time;

/**
 * One counter of an 8254. Nothing happens while it counts: the count and OUT, which software can read, are computed from the time since the count was
 * loaded.
 *
 * <p>Source: Intel 8254 data sheet (231164), "Mode Definitions", "Read Operations".
 */
final class Counter {
    static final int ACCESS_LOW = 1, ACCESS_HIGH = 2, ACCESS_BOTH = 3;
    static final long NEVER = Long.MAX_VALUE;
    private static final int INTERRUPT_ON_TERMINAL_COUNT = 0, ONE_SHOT = 1, RATE = 2, SQUARE_WAVE = 3, STROBE = 4, TRIGGERED_STROBE = 5;

    private final CounterState state;

    Counter(CounterState state) { this.state = state; }

    // ---- software's side ----

    /** Writes the control word. @param word a control word for this counter, and no latch command */
    void control(int word) {
        state.control = word & 0x3F;
        state.loaded = state.triggered = state.highNext = false;
        state.lowByte = state.waiting = state.latchedCount = state.latchedStatus = -1;
        state.edges = 0;
    }

    void write(int octet, long now) {
        loadWaiting(now);
        switch (access()) {
            case ACCESS_LOW -> load(octet, now);
            case ACCESS_HIGH -> load(octet << 8, now);
            default -> {
                if (state.lowByte < 0) first(octet);
                else load(octet << 8 | state.lowByte, now);
            }
        }
    }

    /** Writes the first byte of a count, which stops mode 0. */
    private void first(int octet) {
        state.lowByte = octet;
        if (mode() == INTERRUPT_ON_TERMINAL_COUNT) state.loaded = false;
    }

    private void load(int written, long now) {
        state.lowByte = -1;
        boolean waits = byGate() || periodic() && state.loaded;
        if (waits) state.waiting = written;
        else start(written, now);
        if (byGate()) state.loaded = true;
    }

    private void start(int written, long now) {
        state.count = written;
        state.loaded = true;
        state.start = now;
        state.held = 0;
        state.edges = 0;
        state.waiting = -1;
    }

    int read(long now) {
        loadWaiting(now);
        if (state.latchedStatus >= 0) {
            int status = state.latchedStatus;
            state.latchedStatus = -1;
            return status;
        }
        int value = state.latchedCount >= 0 ? state.latchedCount : shown(now);
        boolean high = access() == ACCESS_HIGH || access() == ACCESS_BOTH && state.highNext;
        boolean more = access() == ACCESS_BOTH && !state.highNext;
        state.highNext = more;
        if (!more) state.latchedCount = -1;
        return (high ? value >>> 8 : value) & 0xFF;
    }

    void latchCount(long now) {
        loadWaiting(now);
        if (state.latchedCount < 0) state.latchedCount = shown(now);
    }

    void latchStatus(long now) {
        loadWaiting(now);
        if (state.latchedStatus < 0) state.latchedStatus = (out(now) ? 0x80 : 0) | (state.loaded && state.waiting < 0 ? 0 : 0x40) | state.control;
    }

    // ---- the wires' side ----

    void gate(boolean high, long now) {
        loadWaiting(now);
        boolean rises = high && !state.gate, falls = !high && state.gate;
        if (falls && !byGate()) state.held = now - state.start;
        state.gate = high;
        if (!rises || !state.loaded) return;
        if (byGate()) trigger(now);
        else if (periodic()) start(state.count, now);
        else state.start = now - state.held;
    }

    private void trigger(long now) {
        start(state.waiting < 0 ? state.count : state.waiting, now);
        state.triggered = true;
    }

    boolean out(long now) {
        loadWaiting(now);
        if (!counting()) return mode() != INTERRUPT_ON_TERMINAL_COUNT;
        long elapsed = elapsed(now), period = period();
        return switch (mode()) {
            case INTERRUPT_ON_TERMINAL_COUNT, ONE_SHOT -> elapsed >= period;
            case RATE -> !state.gate || elapsed % period != period - 1;
            case SQUARE_WAVE -> !state.gate || elapsed % period < (period + 1) / 2;
            default -> elapsed != period;
        };
    }

    /** Whether OUT has risen since the last call. */
    boolean hasRisen(long now) {
        loadWaiting(now);
        long edges = counting() ? edges(elapsed(now)) : 0;
        boolean risen = edges > state.edges;
        state.edges = edges;
        return risen;
    }

    /** The tick at which OUT rises next. @return {@link #NEVER} if it won't by itself */
    long nextRise(long now) {
        loadWaiting(now);
        boolean held = !state.gate && !byGate();
        if (!counting() || held) return NEVER;
        long done = edges(elapsed(now));
        if (periodic()) return state.start + (done + 1) * period();
        return done == 0 ? state.start + firstRise() : NEVER;
    }

    // ---- inside ----

    private int access() { return state.control >>> 4; }
    private boolean binary() { return (state.control & 1) == 0; }
    /** The mode, 0 to 5; the encodings 6 and 7 are other names for modes 2 and 3. */
    private int mode() {
        int mode = state.control >>> 1 & 7;
        return mode > TRIGGERED_STROBE ? mode - 4 : mode;
    }
    private boolean periodic() { return mode() == RATE || mode() == SQUARE_WAVE; }
    private boolean byGate() { return mode() == ONE_SHOT || mode() == TRIGGERED_STROBE; }
    private boolean counting() { return state.loaded && (!byGate() || state.triggered); }

    /** Loads the count that waits for the end of the period, if the period has ended (modes 2 and 3). */
    private void loadWaiting(long now) {
        if (state.waiting < 0 || !periodic() || !state.gate || now - state.start < period()) return;
        long edges = state.edges, periods = (now - state.start) / period();
        boolean risen = periods > edges;
        start(state.waiting, state.start + periods * period());
        if (risen) state.edges = -1;
    }

    private long elapsed(long now) { return state.gate || byGate() ? now - state.start : state.held; }

    /** The loaded count, as a number of ticks. */
    private long period() {
        int written = state.count;
        if (binary()) return written == 0 ? 0x1_0000 : Math.max(written, periodic() ? 2 : 1);
        int decimal = (written >>> 12) * 1000 + (written >>> 8 & 0xF) * 100 + (written >>> 4 & 0xF) * 10 + (written & 0xF);
        return decimal == 0 ? 10_000 : Math.max(decimal, periodic() ? 2 : 1);
    }

    private long firstRise() { return mode() == STROBE || mode() == TRIGGERED_STROBE ? period() + 1 : period(); }

    private long edges(long elapsed) {
        if (periodic()) return elapsed / period();
        return elapsed >= firstRise() ? 1 : 0;
    }

    /** The count that a read returns. */
    private int shown(long now) {
        if (!counting()) return state.count;
        long elapsed = elapsed(now), period = period(), most = binary() ? 0x1_0000 : 10_000;
        long left = switch (mode()) {
            case RATE -> period - elapsed % period;
            case SQUARE_WAVE -> period - 2 * elapsed % period & ~1;
            default -> Math.floorMod(period - elapsed, most);
        };
        int value = (int) (left % most);
        return binary() ? value : value / 1000 << 12 | value / 100 % 10 << 8 | value / 10 % 10 << 4 | value % 10;
    }
}
