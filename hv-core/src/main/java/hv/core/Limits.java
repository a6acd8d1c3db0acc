package hv.core;

import hv.core.guest.Pause;
import hv.core.machine.Board;
import hv.core.report.Ending;
import hv.core.report.Narrator;
import hv.cpu.LogicalProcessor;
import java.util.Optional;

/** What ends a run from outside: a limit on instructions, or a person. Also looks at the keyboard now and then. */
final class Limits {
    /** Instructions between two looks. */
    private static final long INTERVAL = 500_000;

    private final LogicalProcessor cpu;
    private final long maxInstructions;
    private final Narrator narrator;
    private volatile Ending ended;

    Limits(LogicalProcessor cpu, long maxInstructions, Narrator narrator) {
        this.narrator = narrator;
        this.cpu = cpu;
        this.maxInstructions = maxInstructions;
        arm();
    }

    /** From any thread. */
    void end(Ending how) {
        ended = how;
        cpu.pause();
    }

    /** How the processor's present machine is looked after while it stands still. */
    Pause of(Board board) {
        return () -> {
            board.poll();
            narrator.beat(cpu.retired(), cpu.rip());
            arm();
            return !board.stopRequested() && ending().isEmpty();
        };
    }

    private void arm() { cpu.limit(Math.min(maxInstructions, cpu.retired() + INTERVAL)); }

    /** Why everything ends now, if it does. */
    Optional<Ending> ending() {
        var wanted = ended;
        if (wanted != null) return Optional.of(wanted);
        return cpu.retired() >= maxInstructions ? Optional.of(new Ending.LimitReached(maxInstructions)) : Optional.empty();
    }
}
