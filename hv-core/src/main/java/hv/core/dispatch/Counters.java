package hv.core.dispatch;

import hv.api.VmExit;
import hv.api.x86.ExitReason;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Exits by reason and calls by plugin of one virtual machine, and the handler that is at work. */
public final class Counters {
    /** The count of one handler's calls. */
    static final class Counter {
        long count;
    }

    /** The handler at work. @param sinceNanos on the host's clock */
    public record Work(String plugin, VmExit exit, long sinceNanos) {}

    private final long[] exits = new long[ExitReason.values().length];
    private final Map<String, Counter> calls = new TreeMap<>();
    private boolean watched;
    private String answeredBy = "";
    private volatile Work work;

    Counter of(String plugin) { return calls.computeIfAbsent(plugin, _ -> new Counter()); }

    /** Counts an access to a register of a device. */
    public void accessed(String plugin) { of(plugin).count++; }

    /** Keeps track of the handler at work, from now on. */
    public void watch() { watched = true; }

    void exit(VmExit exit) {
        exits[exit.reason().ordinal()]++;
        if (watched) work = new Work("", exit, System.nanoTime());
    }

    void enter(String plugin) {
        answeredBy = plugin;
        if (!watched) return;
        var now = work;
        if (now != null) work = new Work(plugin, now.exit, now.sinceNanos);
    }

    /** Notes that the end of the chain is reached: no plugin has answered. */
    void unanswered() { answeredBy = ""; }

    /** The plugin that answered the last exit; empty where no plugin did. */
    public String answeredBy() { return answeredBy; }

    void done() {
        if (watched) work = null;
    }

    /** The exit that is being answered; may be called from any thread, after {@link #watch}. */
    public Optional<Work> work() { return Optional.ofNullable(work); }

    public long exits() {
        long sum = 0;
        for (long count : exits) sum += count;
        return sum;
    }

    public Map<ExitReason, Long> exitsByReason() {
        Map<ExitReason, Long> counts = new EnumMap<>(ExitReason.class);
        for (var reason : ExitReason.values()) {
            if (exits[reason.ordinal()] > 0) counts.put(reason, exits[reason.ordinal()]);
        }
        return counts;
    }

    public Map<String, Long> callsByHandler() {
        Map<String, Long> counts = new TreeMap<>();
        calls.forEach((plugin, counter) -> counts.put(plugin, counter.count));
        return counts;
    }
}
