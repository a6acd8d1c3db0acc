package hv.launcher.console;

import hv.core.config.ConsoleEnd;
import java.util.OptionalInt;
import java.util.function.IntConsumer;

/** A console without input. */
public record OutputOnly(IntConsumer output) implements ConsoleEnd {
    @Override public void write(int octet) { output.accept(octet); }
    @Override public OptionalInt poll() { return OptionalInt.empty(); }
    @Override public boolean await() { return false; }
}
