package hv.launcher.console;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Reads a Linux kernel's console along: a kernel that has panicked says so and then waits for ever. One that is told to reboot instead
 * (panic=N) does not say the line that ends the report.
 */
public final class PanicWatch implements IntConsumer {
    private static final String END = "---[ end Kernel panic - not syncing";
    private static final int LINES = 24, LONGEST = 1000;

    private final IntConsumer output;
    private final Consumer<String> panicked;
    private final ArrayDeque<String> last = new ArrayDeque<>();
    private final StringBuilder line = new StringBuilder();

    /**
     * @param output   takes what the guest prints
     * @param panicked is told once the kernel has panicked: the last lines of the console
     */
    public PanicWatch(IntConsumer output, Consumer<String> panicked) {
        this.output = output;
        this.panicked = panicked;
    }

    @Override public void accept(int octet) {
        output.accept(octet);
        if (octet == '\n') endLine();
        else if (octet != '\r' && line.length() < LONGEST) line.append((char) octet);
    }

    private void endLine() {
        last.add(new String(line.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
        if (last.size() > LINES) last.remove();
        boolean ended = line.indexOf(END) >= 0;
        line.setLength(0);
        if (ended) panicked.accept(String.join("\n", last));
    }
}
