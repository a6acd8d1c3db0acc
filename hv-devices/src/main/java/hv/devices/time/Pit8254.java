package hv.devices.time;

import hv.api.machine.InterruptLine;
import hv.api.machine.Timer;
import hv.devices.Frequency;
import java.util.function.LongSupplier;

/**
 * The 8254 of a PC and port 61H beside it: counter 0 drives interrupt line 0, counter 1 the refresh request, counter 2 the loudspeaker; only
 * counter 2 has a gate, bit 0 of port 61H.
 */
final class Pit8254 {
    static final Frequency RATE = new Frequency(1_193_182);
    private static final int COUNTERS = 3, SPEAKER = 2, READ_BACK = 3;
    /** Port 61H: the writable bits, the refresh request's toggle, counter 2's OUT. */
    private static final int WRITABLE = 0xF, REFRESH = 0x10, OUT_2 = 0x20;
    /** Ticks between two refresh requests; the count that a PC's firmware loads into counter 1. */
    private static final int REFRESH_TICKS = 18;

    private final PitState state;
    private final Counter[] counters = new Counter[COUNTERS];
    private final InterruptLine line;
    private final LongSupplier nanos;
    private Timer rise;

    Pit8254(PitState state, InterruptLine line, LongSupplier nanos) {
        this.state = state;
        this.line = line;
        this.nanos = nanos;
        for (int i = 0; i < COUNTERS; i++) counters[i] = new Counter(state.counters[i]);
    }

    /** @param rise calls {@link #update} */
    void timer(Timer rise) { this.rise = rise; }

    /** @param register 0 to 2: counters; 3: the control word, which can't be read */
    int read(int register) { return register < COUNTERS ? counters[register].read(now()) : 0xFF; }

    void write(int register, int octet) {
        if (register < COUNTERS) counters[register].write(octet, now());
        else control(octet);
        update();
    }

    private void control(int word) {
        int chosen = word >>> 6;
        if (chosen == READ_BACK) readBack(word);
        else if ((word & 0x30) == 0) counters[chosen].latchCount(now());
        else counters[chosen].control(word);
    }

    private void readBack(int word) {
        for (int i = 0; i < COUNTERS; i++) {
            if ((word >>> i + 1 & 1) == 0) continue;
            if ((word & 0x20) == 0) counters[i].latchCount(now());
            if ((word & 0x10) == 0) counters[i].latchStatus(now());
        }
    }

    int readPort61() {
        boolean refresh = (now() / REFRESH_TICKS & 1) != 0;
        return state.port61 | (refresh ? REFRESH : 0) | (counters[SPEAKER].out(now()) ? OUT_2 : 0);
    }

    void writePort61(int octet) {
        state.port61 = octet & WRITABLE;
        counters[SPEAKER].gate((octet & 1) != 0, now());
    }

    /** Brings the interrupt line up to the present. A pulse that began and ended since the last call is reported as a rising edge. */
    void update() {
        long now = now();
        boolean risen = counters[0].hasRisen(now), high = counters[0].out(now);
        if (risen || !high) line.lower();
        if (risen || high) line.raise();
        long next = counters[0].nextRise(now);
        if (next == Counter.NEVER) rise.cancel();
        else rise.at(RATE.nanosAt(next));
    }

    private long now() { return RATE.ticksAt(nanos.getAsLong()); }
}
