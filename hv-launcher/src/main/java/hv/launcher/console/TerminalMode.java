package hv.launcher.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Has the terminal hand over every key at once, without showing it, and restores it when the process ends. Ctrl-C stays Ctrl-C. */
final class TerminalMode {
    private TerminalMode() {}

    static void everyKeyAtOnce() {
        var before = stty("-g");
        if (before.isEmpty()) return;
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stty(before.get()), "terminal"));
        stty("-icanon", "-echo", "min", "1", "time", "0");
    }

    /** What stty prints; empty where there is none. */
    private static Optional<String> stty(String... arguments) {
        var command = new ArrayList<>(List.of("stty"));
        command.addAll(List.of(arguments));
        try {
            var process = new ProcessBuilder(command).redirectInput(ProcessBuilder.Redirect.INHERIT).start();
            var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            return process.waitFor() == 0 ? Optional.of(text) : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
