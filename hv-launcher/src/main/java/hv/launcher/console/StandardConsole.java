package hv.launcher.console;

import hv.core.config.ConsoleEnd;
import hv.launcher.screen.Terminal;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;

/** Standard input and output as a console. Nothing is read before a guest first asks for input. */
public final class StandardConsole implements ConsoleEnd {
    private static final int END = -1, WAKE = -2;
    private static final long PATIENCE_NANOS = 100_000_000;
    /** How long a guest may be silent, in virtual time that it skips, before waiting costs real time. */
    private static final long SKIPPED_NANOS = 1_000_000_000;
    /** The same limit at the end of input: a guest that only ticks would keep a host processor busy for ever. */
    private static final long UNATTENDED_NANOS = 3_600_000_000_000L;

    private final Terminal terminal;
    private final IntConsumer output;
    private final TerminalMode mode;
    private final BlockingDeque<Integer> typed = new LinkedBlockingDeque<>();
    private final EscapeKeys keys;
    private final LongConsumer pause;
    private boolean reading;
    private long skipped;

    /**
     * @param output gets what the guest prints
     * @param mode   the terminal's mode, where standard input is one
     * @param leave  called on another thread when the person wants the run to end
     */
    public StandardConsole(Terminal terminal, IntConsumer output, TerminalMode mode, Runnable leave) {
        this(terminal, output, mode, leave, LockSupport::parkNanos);
    }

    /** @param pause sleeps for some nanoseconds */
    StandardConsole(Terminal terminal, IntConsumer output, TerminalMode mode, Runnable leave, LongConsumer pause) {
        this.terminal = terminal;
        this.output = output;
        this.mode = mode;
        this.pause = pause;
        this.keys = new EscapeKeys(typed::add, leave, this::help);
    }

    @Override public void write(int octet) {
        skipped = 0;
        output.accept(octet);
    }

    @Override public OptionalInt poll() {
        startReading();
        terminal.flush();
        typed.removeIf(octet -> octet == WAKE);
        var octet = typed.peek();
        if (octet == null || octet == END) return OptionalInt.empty();
        typed.remove();
        skipped = 0;
        return OptionalInt.of(octet);
    }

    @Override public boolean await() { return await(PATIENCE_NANOS); }

    /**
     * Lets a guest that has been waiting for long wait in real time. At the end of input it does so after an hour of virtual time, and never for long
     * at once.
     */
    @Override public void rest(long nanos) {
        skipped += nanos;
        boolean attended = skipped <= SKIPPED_NANOS || await(nanos);
        if (!attended && skipped > UNATTENDED_NANOS) pause.accept(Math.min(nanos, PATIENCE_NANOS));
    }

    @Override public void wake() { typed.add(WAKE); }

    /** Waits for a typed byte. @return false at the end of input */
    private boolean await(long nanos) {
        terminal.flush();
        startReading();
        try {
            var octet = typed.poll(nanos, TimeUnit.NANOSECONDS);
            if (octet == null) return true;
            typed.addFirst(octet);
            return octet != END;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void startReading() {
        if (reading) return;
        reading = true;
        if (terminal.interactive()) mode.begin();
        Thread.ofPlatform().daemon().name("console input").start(this::read);
    }

    private void read() {
        IntConsumer taker = terminal.interactive() && mode == TerminalMode.RAW ? keys::typed : typed::add;
        try {
            for (int octet = terminal.input().read(); octet != END; octet = terminal.input().read()) taker.accept(octet);
        } catch (IOException _) {
            // as at the end of input
        }
        typed.add(END);
    }

    private void help() {
        terminal.errors().print("\r\nhv: " + EscapeKeys.HELP + "\r\n");
        terminal.errors().flush();
    }
}
