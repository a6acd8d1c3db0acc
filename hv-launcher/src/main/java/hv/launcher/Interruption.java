package hv.launcher;

import hv.launcher.console.TerminalMode;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ctrl-C: ends the run, lets its summary be printed, and ends the process with a status of its own. */
final class Interruption {
    /** 128 and the number of SIGINT, as shells count it. */
    static final int STATUS = 130;
    private static final int PATIENCE_SECONDS = 3;
    private static final CountDownLatch DONE = new CountDownLatch(1);

    private Interruption() {}

    /** Makes an interruption call {@code stop} and wait for {@link #finished}, from now on. */
    static void calls(Runnable stop) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            if (DONE.getCount() == 0) return;
            stop.run();
            waitForTheRun();
            TerminalMode.restore();
            Runtime.getRuntime().halt(STATUS);
        }, "interruption"));
    }

    /** Says that the run is over and its summary printed. */
    static void finished() { DONE.countDown(); }

    private static void waitForTheRun() {
        try {
            DONE.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
