package hv.cpu.platform;

import hv.api.machine.State;
import hv.api.machine.StateFields;
import java.util.ArrayList;
import java.util.List;

/**
 * The machine's time: it follows retired instructions, one tick each, and jumps to the next alarm while every processor waits.
 * One tick is one nanosecond and one count of the time-stamp counter. Never the host's clock, so runs repeat to the bit.
 */
public final class VirtualClock implements State {
    private final List<Alarm> alarms = new ArrayList<>();
    private long ticks;
    private long next = Long.MAX_VALUE;

    /** Alarms are state of those who set them. */
    @Override public void fields(StateFields fields) { ticks = fields.number("ticks", ticks); }

    public long ticks() { return ticks; }
    public long nanos() { return ticks; }

    /** For the processor: {@code count} more instructions are retired. */
    public void advance(long count) { ticks += count; }

    /** The tick of the earliest armed alarm, or {@link Long#MAX_VALUE}. */
    public long nextAlarm() { return next; }

    /** For the processor, between two instructions: fire what is due, earliest first, equal ones in the order they were made. */
    public void fireDue() {
        for (var alarm = earliestDue(); alarm != null; alarm = earliestDue()) {
            alarm.cancel();
            alarm.what.run();
        }
    }

    private Alarm earliestDue() {
        Alarm earliest = null;
        for (var alarm : alarms) {
            if (alarm.due <= ticks && (earliest == null || alarm.due < earliest.due)) earliest = alarm;
        }
        return earliest;
    }

    private void findNext() {
        next = Long.MAX_VALUE;
        for (var alarm : alarms) next = Math.min(next, alarm.due);
    }

    /** A new alarm, not armed. */
    public Alarm alarm(Runnable what) {
        var alarm = new Alarm(what);
        alarms.add(alarm);
        return alarm;
    }

    /** Something to do at a tick. */
    public final class Alarm {
        private final Runnable what;
        private long due = Long.MAX_VALUE;

        private Alarm(Runnable what) { this.what = what; }
        /** Fire once, at this tick or at the next instruction boundary after it. */
        public void at(long tick) {
            due = tick;
            findNext();
        }

        public void cancel() { at(Long.MAX_VALUE); }

        /** The tick at which it fires; {@link Long#MAX_VALUE} for none. */
        public long due() { return due; }

        /** Take the alarm away for good. */
        public void remove() {
            alarms.remove(this);
            findNext();
        }
    }
}
