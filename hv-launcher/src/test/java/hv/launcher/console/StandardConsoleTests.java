package hv.launcher.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import hv.launcher.screen.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class StandardConsoleTests {
    private static final long AN_HOUR = 3_600_000_000_000L;
    private static final Duration SOON = Duration.ofSeconds(30);
    private final PipedOutputStream keyboard = new PipedOutputStream();
    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private final List<Long> pauses = new ArrayList<>();
    private final StandardConsole console;

    StandardConsoleTests() throws IOException {
        var printer = new PrintWriter(screen);
        var terminal = new Terminal(new PipedInputStream(keyboard), screen, printer, printer, false, false, false);
        console = new StandardConsole(terminal, screen::write, TerminalMode.KEYS, () -> { }, pauses::add);
    }

    private void type(String text) throws IOException {
        keyboard.write(text.getBytes());
        keyboard.flush();
    }

    @Test void aGuestThatWaitsForLongRestsUntilSomethingIsTyped() throws IOException {
        assertEquals(OptionalInt.empty(), console.poll());
        type("k");
        assertTimeoutPreemptively(SOON, () -> console.rest(AN_HOUR));
        assertEquals(OptionalInt.of('k'), console.poll());
    }

    @Test void restEndsWhenTheRunIsToEnd() {
        console.wake();
        assertTimeoutPreemptively(SOON, () -> console.rest(AN_HOUR));
        assertEquals(OptionalInt.empty(), console.poll(), "nothing was typed");
    }

    @Test void withoutAnybodyWhoCouldTypeAGuestRestsAfterAnHour() throws IOException {
        keyboard.close();
        assertTimeoutPreemptively(SOON, () -> {
            while (console.await()) Thread.onSpinWait();
            for (int i = 0; i < 1000; i++) console.rest(AN_HOUR / 1000);
        });
        assertFalse(console.await());
        assertEquals(List.of(), pauses);
        console.rest(4_000_000);
        console.rest(AN_HOUR);
        assertEquals(List.of(4_000_000L, 100_000_000L), pauses);
        console.write('x');
        console.rest(4_000_000);
        assertEquals(2, pauses.size());
    }

    @Test void shortWaitsCostNoTime() {
        assertTimeoutPreemptively(SOON, () -> {
            for (int i = 0; i < 1000; i++) {
                console.rest(900_000_000);
                console.write('x');
            }
        });
    }
}
