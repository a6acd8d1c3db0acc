package hv.cpu.apic;

import hv.cpu.platform.VirtualClock;
import java.util.function.LongSupplier;

/**
 * The local APIC's timer: one-shot, periodic and TSC-deadline mode. While its interrupt is masked, the timer counts without an alarm of the clock.
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

    private int entry() { return state.vector(LocalVector.TIMER); }
    private boolean masked() { return (entry() & LocalVector.MASKED) != 0; }
    private boolean inDeadlineMode() { return state.timerMode == TSC_DEADLINE; }

    /** The ticks of one count. Bits 3, 1 and 0 of the divide configuration mean 2, 4, … 128, and 111B means 1. */
    private long ticks(int configuration) {
        int power = (configuration >>> 1 & 4 | configuration & 3) + 1 & 7;
        return (long) ticksPerCount << power;
    }
    private long initialCount() { return state.page.get(ApicRegisters.INITIAL_COUNT) & 0xFFFF_FFFFL; }
    private long period() { return initialCount() * state.timerTicks; }

    /** Writes the initial count, which starts the timer; 0 stops it. */
    void start(int count) {
        state.page.set(ApicRegisters.INITIAL_COUNT, inDeadlineMode() ? 0 : count);
        if (inDeadlineMode()) return;
        state.due = count == 0 ? STOPPED : clock.ticks() + period();
        arm();
    }

    /** Writes the divide configuration; the present count goes on from its value. */
    void divide(int configuration) {
        long left = Integer.toUnsignedLong(count());
        state.page.set(ApicRegisters.DIVIDE, configuration);
        state.timerTicks = ticks(configuration);
        if (state.due != STOPPED) state.due = clock.ticks() + left * state.timerTicks;
        arm();
    }

    /** The current count, unsigned. */
    int count() {
        if (inDeadlineMode()) return 0;
        catchUp();
        long left = state.due - clock.ticks();
        return state.due == STOPPED ? 0 : (int) ((left + state.timerTicks - 1) / state.timerTicks);
    }

    long deadline() { return inDeadlineMode() ? state.deadline : 0; }

    /** Writes IA32_TSC_DEADLINE; ignored in other modes. */
    void deadline(long stamp) {
        if (!inDeadlineMode()) return;
        state.deadline = stamp;
        arm();
    }

    /** Takes notice of a write to the timer's entry of the local vector table. A change into or out of TSC-deadline mode disarms the timer. */
    void entryChanged() {
        boolean before = inDeadlineMode();
        state.timerMode = entry() >>> 17 & 3;
        if (before != inDeadlineMode()) stop();
        arm();
    }

    /** Sets the state after RESET and INIT. */
    void reset() {
        state.timerTicks = ticks(0);
        stop();
        arm();
    }

    private void stop() {
        state.due = STOPPED;
        state.page.set(ApicRegisters.INITIAL_COUNT, 0);
        state.deadline = 0;
    }

    /** Sets the alarm anew, after a change of anything that it depends on, the time-stamp counter included. */
    void arm() {
        alarm.at(masked() && !inDeadlineMode() ? STOPPED : next());
    }

    private long next() {
        if (!inDeadlineMode()) {
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

    /** Accounts for expiries that were not signalled. */
    private void catchUp() {
        long late = clock.ticks() - state.due;
        if (late < 0 || state.due == STOPPED) return;
        if (state.timerMode == PERIODIC && initialCount() != 0) state.due += (late / period() + 1) * period();
        else state.due = STOPPED;
    }

    private void expire() {
        if (inDeadlineMode()) state.deadline = 0;
        arm();
        if (!masked()) interrupt.run();
    }
}
