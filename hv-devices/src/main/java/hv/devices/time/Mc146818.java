package hv.devices.time;

import hv.api.machine.InterruptLine;
import hv.api.machine.Timer;
import hv.devices.Frequency;
import java.util.function.LongSupplier;

/**
 * The real-time clock: time, alarm, periodic and update-ended interrupts, and battery-backed RAM. Nothing happens while no interrupt is enabled: time
 * and flags are computed when they are read.
 *
 * <p>Source: MC146818 data sheet.
 */
final class Mc146818 {
    static final int HOURS_24 = 2, BINARY = 4;
    private static final int A = 0xA, B = 0xB, C = 0xC, D = 0xD;
    private static final int UIP = 0x80, RATE = 0xF, DIVIDERS = 0x70, RUNNING = 0x20;
    private static final int SET = 0x80, PERIODIC = 0x40, ALARM = 0x20, UPDATE = 0x10, INTERRUPT = 0x80, VALID_RAM = 0x80;
    private static final long SECOND = 1_000_000_000L;
    /** UIP is 1 for 244 µs before an update and during its 1984 µs; the new second appears at the end. */
    private static final long UPDATE_NANOS = 244_000 + 1_984_000;
    private static final Frequency CRYSTAL = new Frequency(32_768);

    private final RtcState state;
    private final InterruptLine line;
    private final LongSupplier nanos;
    private Timer next;

    Mc146818(RtcState state, InterruptLine line, LongSupplier nanos) {
        this.state = state;
        this.line = line;
        this.nanos = nanos;
    }

    /** @param next calls {@link #update} */
    void timer(Timer next) { this.next = next; }

    int read(int register) {
        catchUp();
        return switch (register) {
            case A -> state.a | (updating() ? UIP : 0);
            case B -> state.b;
            case C -> readFlags();
            case D -> VALID_RAM;
            default -> Calendar.isTime(register) && runs() ? calendar().encode(register, epoch(now()), state.weekdayShift) : state.ram[register] & 0xFF;
        };
    }

    void write(int register, int octet) {
        catchUp();
        switch (register) {
            case A -> whileStopped(() -> state.a = octet & ~UIP);
            case B -> whileStopped(() -> state.b = octet);
            case C, D -> { }
            default -> writeRam(register, octet);
        }
        update();
    }

    private void writeRam(int register, int octet) {
        if (!Calendar.isTime(register)) state.ram[register] = (byte) octet;
        else whileStopped(() -> state.ram[register] = (byte) octet);
    }

    /** Brings flags and interrupt line up to the present. */
    void update() {
        catchUp();
        if ((state.c & INTERRUPT) != 0) line.raise();
        else line.lower();
        long at = nextEvent();
        if (at == Long.MAX_VALUE) next.cancel();
        else next.at(at);
    }

    // ---- time ----

    private long now() { return nanos.getAsLong(); }
    private Calendar calendar() { return new Calendar(state.b); }
    private boolean runs() { return (state.b & SET) == 0 && (state.a & DIVIDERS) == RUNNING; }
    private long epoch(long at) { return state.epoch + Math.floorDiv(at - state.since, SECOND); }
    private long untilNextSecond() { return SECOND - Math.floorMod(now() - state.since, SECOND); }
    private boolean updating() { return runs() && untilNextSecond() <= UPDATE_NANOS; }

    /**
     * Makes a change to the time, or to its representation, while the registers hold the time. If the clock runs afterwards, the time is decoded from
     * them; a running clock that changes only its representation keeps its time.
     */
    private void whileStopped(Runnable change) {
        boolean ran = runs();
        var before = calendar();
        long fraction = Math.floorMod(now() - state.since, SECOND), epoch = epoch(now());
        if (ran) hold(before, epoch);
        change.run();
        if (!runs()) return;
        boolean rewritten = ran && !before.equals(calendar());
        state.epoch = rewritten ? epoch : calendar().decode(state.ram);
        state.weekdayShift = (state.ram[Calendar.WEEKDAY] & 7) - calendar().encode(Calendar.WEEKDAY, state.epoch, 0);
        state.since = now() - (ran ? fraction : SECOND / 2);
        state.settled = now();
    }

    private void hold(Calendar form, long epoch) {
        for (int register = 0; register < state.ram.length; register++) {
            if (Calendar.isTime(register)) state.ram[register] = (byte) form.encode(register, epoch, state.weekdayShift);
        }
    }

    // ---- flags ----

    private int readFlags() {
        int flags = state.c;
        state.c = 0;
        update();
        return flags;
    }

    private void catchUp() {
        long now = now(), since = state.settled;
        state.settled = now;
        if (periodTicks() > 0 && CRYSTAL.ticksAt(now) / periodTicks() != CRYSTAL.ticksAt(since) / periodTicks()) state.c |= PERIODIC;
        if (runs() && epoch(now) != epoch(since)) {
            state.c |= UPDATE;
            if (calendar().nextAlarm(epoch(since), state.ram) <= epoch(now)) state.c |= ALARM;
        }
        boolean interrupts = (state.c & state.b & (PERIODIC | ALARM | UPDATE)) != 0;
        state.c = state.c & ~INTERRUPT | (interrupts ? INTERRUPT : 0);
    }

    /** Crystal ticks between two periodic interrupts; 0 for none. Rates 1 and 2 mean the same as rates 8 and 9. */
    private int periodTicks() {
        int rate = state.a & RATE;
        if (rate == 0 || (state.a & DIVIDERS) != RUNNING) return 0;
        return 1 << (rate < 3 ? rate + 6 : rate - 1);
    }

    /** The virtual time at which an enabled interrupt can come next. */
    private long nextEvent() {
        long at = Long.MAX_VALUE;
        if (enabled(PERIODIC) && periodTicks() > 0) at = CRYSTAL.nanosAt((CRYSTAL.ticksAt(now()) / periodTicks() + 1) * periodTicks());
        if (enabled(UPDATE) && runs()) at = Math.min(at, now() + untilNextSecond());
        if (enabled(ALARM) && runs()) at = Math.min(at, alarm());
        return at;
    }

    private boolean enabled(int interrupt) { return (state.b & interrupt) != 0 && (state.c & interrupt) == 0; }

    private long alarm() {
        long epoch = calendar().nextAlarm(epoch(now()), state.ram);
        return epoch == Long.MAX_VALUE ? epoch : state.since + (epoch - state.epoch) * SECOND;
    }
}
