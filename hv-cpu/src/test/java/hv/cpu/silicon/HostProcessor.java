package hv.cpu.silicon;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.BitSet;

/**
 * The host's processor: a child process that executes {@link HostProgram}. One that dies is started again behind the case that killed it; one that
 * hangs in a case is killed.
 */
final class HostProcessor implements AutoCloseable {
    final SharedFile shared;
    private final Path executable, file;
    private volatile Process process;
    private volatile long commands;
    private final Watchdog watchdog;
    private int batch, count;
    private final BitSet died = new BitSet();

    /** @param directory where files can be created and executed; @param patience the time that a case gets */
    HostProcessor(Path directory, boolean basesWork, Duration patience) throws IOException {
        var program = new HostProgram();
        file = directory.resolve("cases");
        shared = new SharedFile(file, program, basesWork);
        executable = Files.write(directory.resolve("runner"), program.elf());
        Files.setPosixFilePermissions(executable, PosixFilePermissions.fromString("rwx------"));
        process = launch();
        watchdog = new Watchdog(patience, () -> new Watchdog.Place(process, commands, shared.current()));
    }

    private Process launch() throws IOException {
        for (Region region : Region.values()) shared.fill(region.offset(), region.pages() * 0x1000, region == Region.CODE ? HostProgram.FILLER : 0);
        shared.forgetCurrent();
        return new ProcessBuilder(executable.toString(), file.toString()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    }

    /** Starts a batch, whose states before are filled. */
    void begin(int batch, int count) {
        this.batch = batch;
        this.count = count;
        died.clear();
        command(0);
    }

    /** Waits for the end of the batch. @return the cases that killed the process, or did not end */
    BitSet end() {
        try {
            boolean left = true;
            while (left && process.getInputStream().read() < 0) left = restart();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return (BitSet) died.clone();
    }

    /** @return whether the batch has cases behind the one that killed the process */
    private boolean restart() throws IOException {
        int at = shared.current(batch);
        if (at < 0 || at >= count) throw new IOException("the program for the host's processor ended with status " + process.onExit().join().exitValue());
        died.set(at);
        process = launch();
        if (at + 1 < count) command(at + 1);
        return at + 1 < count;
    }

    private void command(int first) {
        var command = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(SharedFile.address(batch, first)).putLong(count - first);
        commands = commands + 1;
        try {
            process.getOutputStream().write(command.array());
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        watchdog.close();
        process.destroy();
        shared.close();
    }
}
