package hv.core.machine;

import hv.api.machine.InterruptLine;
import hv.api.machine.Interrupts;
import hv.api.machine.Registration;
import hv.cpu.apic.LocalApics;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;

/** Interrupt lines, the controllers that listen to them, the processors' INTR and NMI pins, and messages to their local APICs. */
public final class Pins implements Interrupts {
    private record Input(int first, int count, LineListener listener) {}

    private final List<Input> inputs = new ArrayList<>();
    private final List<Intr> intrs = new ArrayList<>();
    private final LocalApics apics = new LocalApics();

    Wire line(int number) { return new Line(number); }

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

    @Override public Wire intr(IntSupplier acknowledge) {
        var intr = new Intr(acknowledge);
        intrs.add(intr);
        return intr;
    }

    /** Wired to every local APIC's LINT1. */
    @Override public InterruptLine nmi() {
        return new InterruptLine() {
            @Override public void raise() { apics.pin(1, true); }
            @Override public void lower() { apics.pin(1, false); }
        };
    }

    /** The local APICs, which the processors join. */
    public LocalApics apics() { return apics; }

    @Override public void message(long address, int data) { apics.message(address, data); }
    @Override public Registration onEoi(IntConsumer vector) { return apics.onEoi(vector); }

    /** Whether the INTR pin is high: an interrupt controller has an interrupt. */
    public boolean intr() {
        for (var intr : intrs) {
            if (intr.high) return true;
        }
        return false;
    }

    /** Takes the vector from the interrupt controller; empty for a spurious interrupt. */
    public OptionalInt acknowledge() {
        for (var intr : intrs) {
            if (intr.high) return OptionalInt.of(intr.acknowledge.getAsInt());
        }
        return OptionalInt.empty();
    }

    private final class Line extends Wire {
        private final int number;
        Line(int number) { this.number = number; }
        @Override void set(boolean now) {
            if (high == now) return;
            high = now;
            changed(number, now);
        }
    }

    /** Wired to every local APIC's LINT0. */
    private final class Intr extends Wire {
        private final IntSupplier acknowledge;
        Intr(IntSupplier acknowledge) { this.acknowledge = acknowledge; }
        @Override void set(boolean now) {
            high = now;
            apics.pin(0, intr());
        }
    }
}
