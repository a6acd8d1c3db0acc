package hv.launcher.console;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Watches a Linux kernel's console for a panic, after which the kernel waits for ever. A kernel that is told to reboot instead (panic=N) does not
 * print the line that ends the report, and so is not noticed.
 */
public final class PanicWatch implements IntConsumer {
    private static final String END = "---[ end Kernel panic - not syncing";
    private static final int LINES = 24, LONGEST = 1000;

    private final IntConsumer output;
    private final Consumer<String> panicked;
    private final ArrayDeque<String> last = new ArrayDeque<>();
    private final StringBuilder line = new StringBuilder();

    /**
     * @param output   gets what the guest prints
     * @param panicked gets the last lines of the console, once the kernel has panicked
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
