package hv.cpu.apic;

import hv.cpu.platform.VirtualClock;
import java.util.function.LongSupplier;

/**
 * The local APIC's timer: one-shot, periodic and TSC-deadline mode. While its interrupt is masked it counts, and asks nothing of the clock.
 *
 * @sdm 3A "APIC Timer"
 */
final class ApicTimer {
    private static final int PERIODIC = 1, TSC_DEADLINE = 2;
    private static final long STOPPED = Long.MAX_VALUE;

    private final LocalApicState state;
    private final VirtualClock clock;
    private final VirtualClock.Alarm alarm;
    private final int ticksPerCount;
    private final LongSupplier timeStamp;
    private final Runnable interrupt;

    /** @param timeStamp the time-stamp counter that IA32_TSC_DEADLINE is compared with */
    ApicTimer(LocalApicState state, VirtualClock clock, int ticksPerCount, LongSupplier timeStamp, Runnable interrupt) {
        this.state = state;
        this.clock = clock;
        this.ticksPerCount = ticksPerCount;
        this.timeStamp = timeStamp;
        this.interrupt = interrupt;
        this.alarm = clock.alarm(this::expire);
    }

    void remove() { alarm.remove(); }

    private int entry() { return state.vectors[LocalVector.TIMER.ordinal()]; }
    private static int mode(int entry) { return entry >>> 17 & 3; }
    private int mode() { return mode(entry()); }

    /** Divide configuration: bits 3, 1 and 0 give 2, 4, … 128, and 111B gives 1. */
    private long ticks() {
        int power = (state.divide >>> 1 & 4 | state.divide & 3) + 1 & 7;
        return (long) ticksPerCount << power;
    }
    private long period() { return Integer.toUnsignedLong(state.initialCount) * ticks(); }

    /** A write of the initial count starts the timer, or stops it with 0. */
    void start(int count) {
        if (mode() == TSC_DEADLINE) return;
        state.initialCount = count;
        state.due = count == 0 ? STOPPED : clock.ticks() + period();
        arm();
    }

    /** The divide configuration changes; a count under way goes on from where it is. */
    void divide(int configuration) {
        long left = Integer.toUnsignedLong(count());
        state.divide = configuration;
        if (state.due != STOPPED) state.due = clock.ticks() + left * ticks();
        arm();
    }

    /** The current count, unsigned. */
    int count() {
        if (mode() == TSC_DEADLINE) return 0;
        catchUp();
        long left = state.due - clock.ticks();
        return state.due == STOPPED ? 0 : (int) ((left + ticks() - 1) / ticks());
    }

    long deadline() { return mode() == TSC_DEADLINE ? state.deadline : 0; }

    /** A write of IA32_TSC_DEADLINE; ignored in other modes. */
    void deadline(long stamp) {
        if (mode() != TSC_DEADLINE) return;
        state.deadline = stamp;
        arm();
    }

    /** The timer's entry of the local vector table has changed. Leaving or entering TSC-deadline mode disarms. */
    void entryChanged(int before) {
        if ((mode(before) == TSC_DEADLINE) != (mode() == TSC_DEADLINE)) {
            state.due = STOPPED;
            state.initialCount = 0;
            state.deadline = 0;
        }
        arm();
    }

    /** Sets the alarm anew, since anything that it depends on has changed: the time-stamp counter, too. */
    void arm() {
        boolean masked = (entry() & LocalVector.MASKED) != 0;
        long at = masked && mode() != TSC_DEADLINE ? STOPPED : next();
        alarm.at(at);
    }

    private long next() {
        if (mode() != TSC_DEADLINE) {
            catchUp();
            return state.due;
        }
        if (state.deadline == 0) return STOPPED;
        long left = state.deadline - timeStamp.getAsLong();
        return Long.compareUnsigned(state.deadline, timeStamp.getAsLong()) <= 0 ? clock.ticks() : saturated(left);
    }

    private long saturated(long left) {
        long at = clock.ticks() + left;
        return left < 0 || at < 0 ? STOPPED : at;
    }

    /** Expiries that nobody wanted to hear of. */
    private void catchUp() {
        long late = clock.ticks() - state.due;
        if (late < 0 || state.due == STOPPED) return;
        if (mode() == PERIODIC && state.initialCount != 0) state.due += (late / period() + 1) * period();
        else state.due = STOPPED;
    }

    private void expire() {
        if (mode() == TSC_DEADLINE) state.deadline = 0;
        arm();
        if ((entry() & LocalVector.MASKED) == 0) interrupt.run();
    }
}
