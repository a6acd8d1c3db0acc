package hv.core.machine;

import hv.api.machine.InterruptLine;
import hv.api.machine.Interrupts;
import hv.api.machine.Registration;
import hv.cpu.apic.LocalApics;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;

/** Interrupt lines, the controllers that listen to them, and the processor's INTR and NMI pins. */
public final class Pins implements Interrupts {
    private record Input(int first, int count, LineListener listener) {}

    private final List<Input> inputs = new ArrayList<>();
    private final List<Intr> intrs = new ArrayList<>();
    private final LocalApics apics = new LocalApics();
    private final ArrayDeque<Integer> posted = new ArrayDeque<>();
    private Runnable nmiRaised = () -> {};
    private int nmis;
    private boolean held;

    /** @param nmiRaised called when the NMI pin goes high: the processor may have to be woken */
    public void onNmi(Runnable nmiRaised) { this.nmiRaised = nmiRaised; }

    InterruptLine line(int number) {
        return new InterruptLine() {
            private boolean high;
            @Override public void raise() { set(true); }
            @Override public void lower() { set(false); }
            private void set(boolean now) {
                if (high == now) return;
                high = now;
                changed(number, now);
            }
        };
    }

    private void changed(int line, boolean high) {
        for (var input : inputs) {
            if (line >= input.first && line - input.first < input.count) input.listener.changed(line, high);
        }
    }

    @Override public Registration inputs(int first, int count, LineListener listener) {
        var input = new Input(first, count, listener);
        inputs.add(input);
        return () -> inputs.remove(input);
    }

    @Override public InterruptLine intr(IntSupplier acknowledge) {
        var intr = new Intr(acknowledge);
        intrs.add(intr);
        return intr;
    }

    @Override public InterruptLine nmi() {
        return new InterruptLine() {
            private boolean high;
            @Override public void raise() {
                if (!high) postNmi();
                high = true;
            }
            @Override public void lower() { high = false; }
        };
    }

    /** The local APICs, which the processors join. */
    public LocalApics apics() { return apics; }

    @Override public void message(long address, int data) { apics.message(address, data); }
    @Override public Registration onEoi(IntConsumer vector) { return apics.onEoi(vector); }

    /** Queue an external interrupt that no controller stands behind. */
    public void post(int vector) { posted.add(vector); }
    public void postNmi() {
        nmis++;
        nmiRaised.run();
    }

    public boolean nmiPending() { return nmis > 0; }
    public void takeNmi() { nmis = 0; }

    /** Whether an external interrupt waits. */
    public boolean pending() {
        if (!posted.isEmpty()) return true;
        for (var intr : intrs) {
            if (intr.high) return true;
        }
        return false;
    }

    /** As {@link #pending}, for the processor's pin: low while the interrupt waits for the guest's interrupt window. */
    public boolean signalled() { return !held && pending(); }
    public void hold(boolean held) { this.held = held; }

    /** Takes the vector of the interrupt that waits; empty for a spurious one. */
    public OptionalInt acknowledge() {
        if (!posted.isEmpty()) return OptionalInt.of(posted.poll());
        for (var intr : intrs) {
            if (intr.high) return OptionalInt.of(intr.acknowledge.getAsInt());
        }
        return OptionalInt.empty();
    }

    private static final class Intr implements InterruptLine {
        private final IntSupplier acknowledge;
        private boolean high;
        Intr(IntSupplier acknowledge) { this.acknowledge = acknowledge; }
        @Override public void raise() { high = true; }
        @Override public void lower() { high = false; }
    }
}
