package hv.launcher;

import hv.golden.Golden;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A golden file of commands, each with what a person sees of it. A command stands behind "$ hv"; lines of standard error stand behind "2> ", and an
 * exit status that is not 0 in a line of its own; lines that begin with "# " are remarks on the next command. To add a case, add its line with the
 * command, and have the rest written.
 */
record Transcript(Golden golden) {
    private static final String PROMPT = "$ hv", REMARK = "# ", ERROR = "2> ", STATUS = "exit status ";
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    /** The commands, with all that follows the name hv. */
    List<String> commands() {
        return golden.lines().stream().filter(line -> line.startsWith(PROMPT)).map(line -> line.substring(PROMPT.length()).strip()).toList();
    }

    /** Runs all commands, and fails where a person would see something else than the file says. @param folder where files of their arguments are */
    void holds(Path folder) {
        var seen = new ArrayList<String>();
        for (var line : golden.lines()) {
            if (line.startsWith(REMARK)) seen.add(line);
            if (line.startsWith(PROMPT)) add(line, folder, seen);
        }
        golden.holds(seen);
    }

    private static void add(String command, Path folder, List<String> seen) {
        seen.add(command);
        var lines = new ArrayList<String>();
        var out = new Lines(lines::add);
        var errors = new Lines(line -> lines.add(ERROR + line));
        int status = Hv.run(out, errors, words(command.substring(PROMPT.length())).stream().map(word -> inFolder(word, folder)).toArray(String[]::new));
        out.close();
        errors.close();
        lines.stream().map(line -> Normal.of(line, folder)).flatMap(List::stream).forEach(seen::add);
        if (status != 0) seen.add(STATUS + status);
        seen.add("");
    }

    private static List<String> words(String text) {
        return WORD.matcher(text).results().map(Transcript::word).toList();
    }

    private static String word(MatchResult found) { return found.group(1) != null ? found.group(1) : found.group(2); }

    /** A path as it would be if the command were given in that folder. */
    private static String inFolder(String word, Path folder) {
        int value = word.indexOf('=') + 1;
        var file = word.substring(value);
        return !file.isEmpty() && Files.exists(folder.resolve(file)) ? word.substring(0, value) + folder.resolve(file) : word;
    }

    /** Takes bytes, and hands each line on as soon as it is whole, until it is closed: a hanging plugin's run goes on. */
    private static final class Lines extends OutputStream {
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();
        private final Consumer<String> to;
        private boolean closed;

        Lines(Consumer<String> to) { this.to = to; }

        @Override public synchronized void write(int octet) {
            if (octet == '\n') end();
            else line.write(octet);
        }

        @Override public synchronized void close() {
            if (line.size() > 0) end();
            closed = true;
        }

        private void end() {
            if (!closed) to.accept(line.toString(StandardCharsets.UTF_8).replace("\r", ""));
            line.reset();
        }
    }
}
