package hv.core;

import hv.core.guest.Pause;
import hv.core.machine.Board;
import hv.core.report.Ending;
import hv.cpu.LogicalProcessor;
import java.util.Optional;

/** What ends a run from outside: a limit on instructions, or a person. Also looks at the keyboard now and then. */
final class Limits {
    /** Instructions between two looks. */
    private static final long INTERVAL = 500_000;

    private final LogicalProcessor cpu;
    private final long maxInstructions;
    private volatile String interrupted;

    Limits(LogicalProcessor cpu, long maxInstructions) {
        this.cpu = cpu;
        this.maxInstructions = maxInstructions;
        arm();
    }

    /** From any thread. */
    void interrupt(String why) {
        interrupted = why;
        cpu.pause();
    }

    /** How the processor's present machine is looked after while it stands still. */
    Pause of(Board board) {
        return () -> {
            board.poll();
            arm();
            return !board.stopRequested() && ending().isEmpty();
        };
    }

    private void arm() { cpu.limit(Math.min(maxInstructions, cpu.retired() + INTERVAL)); }

    /** Why everything ends now, if it does. */
    Optional<Ending> ending() {
        if (interrupted != null) return Optional.of(new Ending.Interrupted(interrupted));
        return cpu.retired() >= maxInstructions ? Optional.of(new Ending.LimitReached(maxInstructions)) : Optional.empty();
    }
}
