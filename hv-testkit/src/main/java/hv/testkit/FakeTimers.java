package hv.testkit;

import hv.api.machine.State;
import hv.api.machine.StateFields;
import hv.api.machine.Timer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Virtual time, which a test advances by hand. */
final class FakeTimers implements State {
    private static final long NEVER = Long.MAX_VALUE;

    private final List<FakeTimer> timers = new ArrayList<>();
    private long now;

    long now() { return now; }

    FakeTimer timer(Runnable what) {
        var timer = new FakeTimer(what);
        timers.add(timer);
        return timer;
    }

    @Override public void fields(StateFields fields) { now = fields.number("now", now); }

    void advance(long nanos) {
        long end = now + nanos;
        for (var due = earliest(); due != null && due.deadline <= end; due = earliest()) {
            now = Math.max(now, due.deadline);
            due.deadline = NEVER;
            due.what.run();
        }
        now = end;
    }

    private FakeTimer earliest() {
        return timers.stream().filter(t -> t.deadline != NEVER).min(Comparator.comparingLong(t -> t.deadline)).orElse(null);
    }

    static final class FakeTimer implements Timer, State {
        private final Runnable what;
        private long deadline = NEVER;

        FakeTimer(Runnable what) { this.what = what; }
        @Override public void at(long nanos) { deadline = nanos; }
        @Override public void cancel() { deadline = NEVER; }
        @Override public void fields(StateFields fields) { deadline = fields.number("due", deadline); }
    }
}
