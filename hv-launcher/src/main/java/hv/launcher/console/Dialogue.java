package hv.launcher.console;

import hv.core.config.ConsoleEnd;
import hv.core.report.HvException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.IntConsumer;

/**
 * A console that types a given text: it waits until the guest has printed something, types, and waits again. What it types depends on the guest's
 * output alone, so that a run with a dialogue repeats to the bit.
 *
 * <p>Each line begins with {@code "> "}, a text that the guest is to print, or {@code "< "}, a line to type, which ends with Enter. Empty lines and
 * lines that begin with {@code #} mean nothing.
 */
public final class Dialogue implements ConsoleEnd {
    private static final char EXPECT = '>', TYPE = '<', REMARK = '#';
    private static final char ENTER = '\r';

    private record Line(int number, char kind, String text) {}

    private final String name;
    private final IntConsumer output;
    private final ArrayDeque<Line> left = new ArrayDeque<>();
    private final ArrayDeque<Integer> typed = new ArrayDeque<>();
    private final StringBuilder printed = new StringBuilder();

    /**
     * @param output gets the guest's output, too
     * @throws HvException (user's mistake) for a line of another form
     */
    public Dialogue(String name, List<String> lines, IntConsumer output) {
        this.name = name;
        this.output = output;
        for (int i = 0; i < lines.size(); i++) add(i + 1, lines.get(i));
        typeWhatFollows();
    }

    private void add(int number, String line) {
        if (line.isBlank() || line.charAt(0) == REMARK) return;
        char kind = line.charAt(0);
        boolean known = (kind == EXPECT || kind == TYPE) && (line.length() == 1 || line.charAt(1) == ' ');
        if (!known) throw HvException.user("%s, line %d: a line of a dialogue begins with '> ' (wait for), '< ' (type) or '#'".formatted(name, number));
        left.add(new Line(number, kind, line.length() == 1 ? "" : line.substring(2)));
    }

    /** The text that the dialogue still waits for; empty at its end. */
    public Optional<String> unheard() {
        var next = left.peek();
        return next == null ? Optional.empty() : Optional.of("%s, line %d: the guest has not printed '%s'".formatted(name, next.number, next.text));
    }

    @Override public void write(int octet) {
        output.accept(octet);
        var next = left.peek();
        if (next == null) return;
        printed.append((char) octet);
        int surplus = printed.length() - next.text.length();
        if (surplus > 0) printed.delete(0, surplus);
        if (surplus >= 0 && printed.indexOf(next.text) == 0) heard();
    }

    private void heard() {
        printed.setLength(0);
        left.remove();
        typeWhatFollows();
    }

    private void typeWhatFollows() {
        while (!left.isEmpty() && left.peek().kind == TYPE) type(left.remove().text);
    }

    private void type(String text) {
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) typed.add(octet & 0xFF);
        typed.add((int) ENTER);
    }

    @Override public OptionalInt poll() { return typed.isEmpty() ? OptionalInt.empty() : OptionalInt.of(typed.remove()); }
    @Override public boolean await() { return !typed.isEmpty(); }
}
