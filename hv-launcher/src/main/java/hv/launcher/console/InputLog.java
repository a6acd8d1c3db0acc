package hv.launcher.console;

import hv.core.config.ConsoleEnd;
import hv.core.image.GuestImages;
import hv.core.report.Causes;
import hv.core.report.HvException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file of the bytes typed in a run: one line for each, with the virtual time in nanoseconds, which follows retired instructions, and the byte. */
public final class InputLog {
    private static final String TITLE = "# Console input: virtual nanoseconds, byte";

    private InputLog() {}

    /** One typed byte. */
    record Typed(long nanos, int octet) {
        static Typed parse(String line) {
            if (!line.matches("\\d{1,18} \\d{1,3}")) throw new NumberFormatException(line);
            var words = line.split(" ");
            return new Typed(Long.parseLong(words[0]), Integer.parseInt(words[1]));
        }

        @Override public String toString() { return nanos + " " + octet; }
    }

    /** Wraps a console so that every byte typed is also written to a file. */
    public static ConsoleEnd recorded(ConsoleEnd end, Path file) {
        try {
            return new RecordedInput(end, Files.newBufferedWriter(file, StandardCharsets.US_ASCII).append(TITLE).append('\n'));
        } catch (IOException e) {
            throw HvException.user("the console input can't be recorded: " + Causes.sentence(e), e);
        }
    }

    /** Wraps a console so that its input comes from a file, each byte at the virtual time at which it was typed first. */
    public static ConsoleEnd replayed(ConsoleEnd end, Path file) {
        var text = new String(GuestImages.content(file), StandardCharsets.US_ASCII);
        try {
            return new ReplayedInput(end, text.lines().filter(line -> !line.startsWith("#")).map(Typed::parse).toList());
        } catch (NumberFormatException e) {
            throw HvException.user("%s is no recorded console input: its line '%s' is not of the form TIME BYTE, two numbers".formatted(file, e.getMessage()), e);
        }
    }
}
