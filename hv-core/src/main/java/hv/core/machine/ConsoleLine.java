package hv.core.machine;

import hv.api.machine.Console;
import hv.api.machine.Registration;
import hv.core.config.ConsoleEnd;
import hv.cpu.platform.VirtualClock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** A machine's console. Bytes that devices write go to the person at once; typed bytes come in between two instructions. */
final class ConsoleLine implements Console {
    private final ConsoleEnd end;
    private final VirtualClock clock;
    private final List<IntConsumer> listeners = new ArrayList<>();

    ConsoleLine(ConsoleEnd end, VirtualClock clock) {
        this.end = end;
        this.clock = clock;
    }

    @Override public void write(int octet) { end.write(octet & 0xFF); }

    @Override public Registration onInput(IntConsumer octet) {
        listeners.add(octet);
        return () -> listeners.remove(octet);
    }

    /** Passes on the bytes typed since the last call. @return whether there were any */
    boolean poll() {
        if (listeners.isEmpty()) return false;
        boolean typed = false;
        for (var octet = end.poll(clock.nanos()); octet.isPresent(); octet = end.poll(clock.nanos())) {
            typed(octet.getAsInt());
            typed = true;
        }
        return typed;
    }

    /** Called while every processor waits for an event in so many nanoseconds. @return whether something was typed first */
    boolean rest(long nanos) {
        if (listeners.isEmpty()) return false;
        end.rest(nanos);
        return poll();
    }

    private void typed(int octet) {
        for (var listener : List.copyOf(listeners)) listener.accept(octet);
    }

    /** Waits for input, while every processor waits, and passes it on. @return false if none will ever come */
    boolean waitForInput() {
        if (listeners.isEmpty() || !end.await()) return false;
        poll();
        return true;
    }
}
