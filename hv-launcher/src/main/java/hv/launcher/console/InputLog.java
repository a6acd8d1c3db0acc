package hv.launcher.console;

import hv.core.config.ConsoleEnd;
import hv.core.report.HvException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What was typed in a run, and when: a line for each byte with the virtual time in nanoseconds, which follows retired instructions, and the byte. */
public final class InputLog {
    private static final String TITLE = "# Console input: virtual nanoseconds, byte";

    private InputLog() {}

    /** One byte. */
    record Typed(long nanos, int octet) {
        static Typed parse(String line) {
            var words = line.split(" ");
            if (words.length != 2) throw new NumberFormatException(line);
            return new Typed(Long.parseLong(words[0]), Integer.parseInt(words[1]));
        }

        @Override public String toString() { return nanos + " " + octet; }
    }

    /** The same console; every byte typed is also written to a file. */
    public static ConsoleEnd recorded(ConsoleEnd end, Path file) {
        try {
            return new RecordedInput(end, Files.newBufferedWriter(file, StandardCharsets.US_ASCII).append(TITLE).append('\n'));
        } catch (IOException e) {
            throw HvException.user("The console input can't be recorded in " + file + ": " + e.getMessage(), e);
        }
    }

    /** The console's output alone; what is typed comes from a file, at the times at which it was typed first. */
    public static ConsoleEnd replayed(ConsoleEnd end, Path file) {
        List<Typed> typed = new ArrayList<>();
        try {
            for (var line : Files.readAllLines(file, StandardCharsets.US_ASCII)) if (!line.startsWith("#")) typed.add(Typed.parse(line));
        } catch (IOException e) {
            throw HvException.user("There is no recorded console input " + file + ", or it can't be read.", e);
        } catch (NumberFormatException e) {
            throw HvException.user(file + " is no recorded console input: " + e.getMessage(), e);
        }
        return new ReplayedInput(end, typed);
    }
}
