package hv.testkit;

import hv.core.config.ConsoleEnd;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;

/** A console that keeps what is printed; all input is there from the start. */
final class GuestConsole implements ConsoleEnd {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final byte[] typed;
    private int next;

    GuestConsole(String typed) { this.typed = typed.getBytes(StandardCharsets.ISO_8859_1); }

    @Override public void write(int octet) { printed.write(octet); }
    @Override public OptionalInt poll() { return next == typed.length ? OptionalInt.empty() : OptionalInt.of(typed[next++] & 0xFF); }
    @Override public boolean await() { return next < typed.length; }

    String printed() { return printed.toString(StandardCharsets.ISO_8859_1); }
}
