package hv.testkit;

import hv.api.machine.InterruptLine;
import hv.api.machine.Interrupts;
import hv.api.machine.Registration;
import hv.api.machine.State;
import hv.api.machine.StateFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;

/** Interrupt lines, controllers that listen to them, and a processor's pins and messages, which a test plays. */
public final class FakeInterrupts implements Interrupts, State {
    /** A message to the local APICs. */
    public record Message(long address, int data) {}
    private record Input(int first, int count, LineListener listener) {}

    private final Set<Integer> raised = new TreeSet<>();
    private final List<Input> inputs = new ArrayList<>();
    private final List<IntConsumer> eois = new ArrayList<>();
    private final List<Message> messages = new ArrayList<>();
    private IntSupplier acknowledge;
    private boolean intr;
    private int nmis;

    // ---- what a test looks at ----
    public boolean raised(int line) { return raised.contains(line); }
    /** The level of INTR. */
    public boolean intrRaised() { return intr; }
    /** The processor takes the interrupt. @return the vector */
    public int acknowledge() { return acknowledge.getAsInt(); }
    /** How often the NMI pin went high. */
    public int nmis() { return nmis; }
    /** All messages so far, oldest first. */
    public List<Message> messages() { return List.copyOf(messages); }
    /** A local APIC ends an interrupt. */
    public void endOfInterrupt(int vector) { eois.forEach(eoi -> eoi.accept(vector)); }

    // ---- what a plugin uses ----
    InterruptLine line(int number) {
        return line(() -> set(number, true), () -> set(number, false));
    }

    private void set(int number, boolean high) {
        boolean changed = high ? raised.add(number) : raised.remove(number);
        if (!changed) return;
        for (var input : inputs) {
            if (number >= input.first && number - input.first < input.count) input.listener.changed(number, high);
        }
    }

    @Override public Registration inputs(int first, int count, LineListener pins) {
        var input = new Input(first, count, pins);
        inputs.add(input);
        return () -> inputs.remove(input);
    }

    @Override public InterruptLine intr(IntSupplier vector) {
        acknowledge = vector;
        return line(() -> intr = true, () -> intr = false);
    }

    /** The levels of all lines. */
    @Override public void fields(StateFields fields) {
        var lines = fields.numbers("raised", raised.stream().mapToLong(Integer::longValue).toArray());
        raised.clear();
        for (long line : lines) raised.add((int) line);
        intr = fields.flag("intr", intr);
    }

    @Override public InterruptLine nmi() { return line(() -> nmis++, () -> {}); }
    @Override public void message(long address, int data) { messages.add(new Message(address, data)); }

    @Override public Registration onEoi(IntConsumer vector) {
        eois.add(vector);
        return () -> eois.remove(vector);
    }

    private static InterruptLine line(Runnable raise, Runnable lower) {
        return new InterruptLine() {
            @Override public void raise() { raise.run(); }
            @Override public void lower() { lower.run(); }
        };
    }
}
