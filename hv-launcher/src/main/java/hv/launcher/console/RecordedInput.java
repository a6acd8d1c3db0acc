package hv.launcher.console;

import hv.core.config.ConsoleEnd;
import hv.core.report.Causes;
import hv.core.report.HvException;
import java.io.IOException;
import java.io.Writer;
import java.util.OptionalInt;

/** Writes each typed byte to a file, with the virtual time at which it comes in. */
record RecordedInput(ConsoleEnd end, Writer log) implements ConsoleEnd {
    @Override public void write(int octet) { end.write(octet); }
    @Override public OptionalInt poll() { return end.poll(); }
    @Override public boolean await() { return end.await(); }
    @Override public void rest(long nanos) { end.rest(nanos); }
    @Override public void wake() { end.wake(); }

    @Override
    public OptionalInt poll(long nanos) {
        var octet = end.poll(nanos);
        if (octet.isPresent()) write(new InputLog.Typed(nanos, octet.getAsInt()));
        return octet;
    }

    /** Writes at once, so that the file is complete even if the run is killed. */
    private void write(InputLog.Typed typed) {
        try {
            log.append(typed.toString()).append('\n').flush();
        } catch (IOException e) {
            throw HvException.user("the console input can't be recorded any more: " + Causes.sentence(e), e);
        }
    }
}
