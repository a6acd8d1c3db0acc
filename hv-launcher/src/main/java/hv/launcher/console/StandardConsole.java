package hv.launcher.console;

import hv.core.config.ConsoleEnd;
import hv.launcher.screen.Terminal;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/** Standard input and output as a console. Nothing is read before a guest first asks for input. */
public final class StandardConsole implements ConsoleEnd {
    private static final int END = -1;
    private static final int PATIENCE_MILLIS = 100;

    private final Terminal terminal;
    private final IntConsumer output;
    private final BlockingDeque<Integer> typed = new LinkedBlockingDeque<>();
    private boolean reading;

    /** @param output where the guest's bytes go */
    public StandardConsole(Terminal terminal, IntConsumer output) {
        this.terminal = terminal;
        this.output = output;
    }

    @Override public void write(int octet) { output.accept(octet); }

    @Override public OptionalInt poll() {
        startReading();
        var octet = typed.peek();
        if (octet == null || octet == END) return OptionalInt.empty();
        typed.remove();
        return OptionalInt.of(octet);
    }

    @Override public boolean await() {
        terminal.flush();
        startReading();
        try {
            var octet = typed.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
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
        if (terminal.interactive()) TerminalMode.everyKeyAtOnce();
        Thread.ofPlatform().daemon().name("console input").start(this::read);
    }

    private void read() {
        try {
            int octet;
            do {
                octet = terminal.input().read();
                typed.add(octet);
            } while (octet != END);
        } catch (IOException _) {
            typed.add(END);
        }
    }
}
