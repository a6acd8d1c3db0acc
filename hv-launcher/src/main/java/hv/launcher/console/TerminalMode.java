package hv.launcher.console;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How the terminal treats keys before a program reads them. */
public enum TerminalMode {
    /** Every key is passed on at once and not echoed; Ctrl-C interrupts. */
    KEYS("-icanon", "-echo", "min", "1", "time", "0"),
    /** Every key is passed to the guest, Ctrl-C and the like too; see {@link EscapeKeys}. */
    RAW("-icanon", "-echo", "-isig", "-iexten", "-icrnl", "-ixon", "min", "1", "time", "0");

    /** The settings for {@code stty} that restore the terminal; null where nothing was changed. */
    private static String before;
    private static Process guard;

    private final List<String> settings;

    TerminalMode(String... settings) { this.settings = List.of(settings); }

    /** Sets this mode, until {@link #restore} is called or this process ends, even if it is killed. */
    void begin() {
        synchronized (TerminalMode.class) {
            before = stty(List.of("-g")).orElse(null);
            if (before == null) return;
            guard = guard(before);
            Runtime.getRuntime().addShutdownHook(new Thread(TerminalMode::restore, "terminal"));
            stty(settings);
        }
    }

    /** Restores the terminal's settings. */
    public static synchronized void restore() {
        if (before == null) return;
        stty(List.of(before));
        before = null;
        if (guard != null) guard.destroyForcibly();
    }

    /** Starts a process that restores the terminal if this one is killed: it reads from a pipe that ends then. */
    private static Process guard(String settings) {
        var script = "trap '' INT HUP TERM QUIT TTOU; while read -r line; do :; done; stty " + settings + " < /dev/tty";
        try {
            return new ProcessBuilder("sh", "-c", script).redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        } catch (IOException _) {
            return null;
        }
    }

    /** Runs stty and gives its output; empty where there is none. */
    private static Optional<String> stty(List<String> arguments) {
        var command = new ArrayList<>(List.of("stty"));
        command.addAll(arguments);
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
