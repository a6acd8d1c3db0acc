package hv.core;

import hv.core.guest.Pause;
import hv.core.machine.Board;
import hv.core.report.Ending;
import hv.core.report.Narrator;
import hv.cpu.LogicalProcessor;
import java.util.Optional;

/**
 * Interrupts a run at intervals: to see whether its limit of instructions is reached or a person wants it to end, to pass on typed input, and to tell
 * how far it is.
 */
final class RunMonitor {
    /** Instructions between two interruptions. */
    private static final long INTERVAL = 500_000;

    private final LogicalProcessor cpu;
    private final long maxInstructions;
    private final Narrator narrator;
    private volatile Ending ended;

    RunMonitor(LogicalProcessor cpu, long maxInstructions, Narrator narrator) {
        this.narrator = narrator;
        this.cpu = cpu;
        this.maxInstructions = maxInstructions;
        arm();
    }

    /** Ends the run soon, in this way; may be called from any thread. */
    void end(Ending how) {
        ended = how;
        cpu.pause();
    }

    /** The work to do for a machine while its processor stands still at such an interruption. */
    Pause of(Board board) {
        return () -> {
            board.poll();
            narrator.beat(cpu.retired(), cpu.rip());
            arm();
            return !board.stopRequested() && ending().isEmpty();
        };
    }

    private void arm() { cpu.limit(Math.min(maxInstructions, cpu.retired() + INTERVAL)); }

    /** The ending of all machines, if the run ends now. */
    Optional<Ending> ending() {
        var wanted = ended;
        if (wanted != null) return Optional.of(wanted);
        return cpu.retired() >= maxInstructions ? Optional.of(new Ending.LimitReached(maxInstructions)) : Optional.empty();
    }
}
