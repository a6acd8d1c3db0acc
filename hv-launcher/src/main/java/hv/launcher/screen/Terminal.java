package hv.launcher.screen;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Standard input, output and error, and which of them are terminals.
 *
 * @param interactive whether standard input is a terminal
 * @param colours     whether standard output may be coloured
 * @param watched     whether standard error is a terminal
 */
public record Terminal(InputStream input, OutputStream bytes, PrintWriter output, PrintWriter errors, boolean interactive, boolean colours,
                       boolean watched) {
    private static final int FLUSH_MILLIS = 50;
    /** The property that the start script sets: which of the file descriptors 0, 1 and 2 are terminals. */
    private static final String TERMINALS = "hv.terminals";

    public static Terminal ofThisProcess() {
        var terminals = System.getProperty(TERMINALS, "");
        boolean colours = terminals.contains("1") && System.getenv().getOrDefault("NO_COLOR", "").isEmpty();
        var bytes = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out));
        return of(System.in, bytes, new FileOutputStream(FileDescriptor.err), terminals.contains("0"), colours, terminals.contains("2"));
    }

    public static Terminal of(InputStream input, OutputStream bytes, OutputStream errors, boolean interactive, boolean colours, boolean watched) {
        return new Terminal(input, bytes, writer(bytes), writer(errors), interactive, colours, watched);
    }

    private static PrintWriter writer(OutputStream to) { return new PrintWriter(new OutputStreamWriter(to, StandardCharsets.UTF_8)); }

    /** Writes a byte of the guest's output, unchanged. */
    public void write(int octet) {
        try {
            bytes.write(octet);
        } catch (IOException e) {
            throw new UncheckedIOException("standard output is closed", e);
        }
    }

    /** Starts flushing at intervals, so that output without a line's end is seen while the guest runs on. */
    public void keepFlushing() {
        Thread.ofPlatform().daemon().name("terminal").start(() -> {
            try {
                while (true) {
                    Thread.sleep(FLUSH_MILLIS);
                    bytes.flush();
                }
            } catch (InterruptedException | IOException _) {
                // nobody reads any more
            }
        });
    }

    public void flush() {
        output.flush();
        errors.flush();
    }
}
