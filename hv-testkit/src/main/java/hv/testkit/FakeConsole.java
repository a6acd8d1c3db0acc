package hv.testkit;

import hv.api.machine.Console;
import hv.api.machine.Registration;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** A console that keeps what is printed and types what a test tells it to. */
public final class FakeConsole implements Console {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final List<IntConsumer> listeners = new ArrayList<>();

    @Override public void write(int octet) { printed.write(octet); }

    @Override public Registration onInput(IntConsumer octet) {
        listeners.add(octet);
        return () -> listeners.remove(octet);
    }

    /** All that was printed since the start. */
    public String printed() { return printed.toString(StandardCharsets.ISO_8859_1); }

    public void type(String text) {
        for (byte octet : text.getBytes(StandardCharsets.ISO_8859_1)) listeners.forEach(l -> l.accept(octet & 0xFF));
    }
}
