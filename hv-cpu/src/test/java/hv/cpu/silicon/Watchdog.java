package hv.cpu.silicon;

import java.time.Duration;
import java.util.function.Supplier;

/** Kills a process that stays at one case: what hangs the host's program is a case that fails, and no test that never ends. */
final class Watchdog implements AutoCloseable {
    /**
     * The progress of a process.
     *
     * @param command the number of commands to the program so far
     * @param current the case in the program's memory, or 0 when it waits for a command
     */
    record Place(Process process, long command, long current) {}

    private final Thread thread;

    /** @param patience the time that a case may take at least; it has twice as long at most */
    Watchdog(Duration patience, Supplier<Place> place) { thread = Thread.ofPlatform().daemon().start(() -> watch(patience, place)); }

    private static void watch(Duration patience, Supplier<Place> place) {
        var last = place.get();
        try {
            while (true) {
                Thread.sleep(patience);
                var now = place.get();
                if (now.equals(last) && now.current != 0) now.process.destroyForcibly();
                last = now;
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** Afterwards nothing looks at the process any more. */
    @Override
    public void close() {
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }
}
