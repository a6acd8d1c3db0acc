package hv.launcher.console;

import hv.core.config.ConsoleEnd;
import java.util.ArrayDeque;
import java.util.List;
import java.util.OptionalInt;
import java.util.Queue;

/** Types the bytes of an earlier run at the same virtual times. A guest that waits for more than were typed finds the end of input. */
final class ReplayedInput implements ConsoleEnd {
    private final ConsoleEnd end;
    private final Queue<InputLog.Typed> typed;
    /** Whether {@link #await} has promised a byte. */
    private boolean promised;

    ReplayedInput(ConsoleEnd end, List<InputLog.Typed> typed) {
        this.end = end;
        this.typed = new ArrayDeque<>(typed);
    }

    @Override public void write(int octet) { end.write(octet); }
    @Override public OptionalInt poll() { return OptionalInt.empty(); }

    @Override
    public OptionalInt poll(long nanos) {
        var next = typed.peek();
        boolean due = next != null && next.nanos() <= nanos;
        if (promised && !due) typed.clear();
        promised = false;
        return due ? OptionalInt.of(typed.remove().octet()) : OptionalInt.empty();
    }

    @Override
    public boolean await() {
        promised = !typed.isEmpty();
        return promised;
    }
}
