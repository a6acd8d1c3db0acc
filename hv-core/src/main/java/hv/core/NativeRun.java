package hv.core;

import hv.core.machine.Board;
import hv.core.report.Ending;
import hv.core.report.ErrorKind;
import hv.core.report.Explained;
import hv.cpu.LogicalProcessor;
import java.util.Optional;

/** Runs code outside VMX non-root operation: on the bare machine, or after it has left VMX operation. */
final class NativeRun {
    private final LogicalProcessor cpu;
    private final Board board;
    private final RunMonitor monitor;

    NativeRun(LogicalProcessor cpu, Board board, RunMonitor monitor) {
        this.cpu = cpu;
        this.board = board;
        this.monitor = monitor;
        board.onStop(cpu::pause);
    }

    /** Runs until the machine ends. @return empty if a breakpoint was reached instead */
    Optional<Ending> run() {
        var pause = monitor.of(board);
        while (true) {
            var result = cpu.run();
            if (result == LogicalProcessor.RunResult.BREAKPOINT) return Optional.empty();
            var ending = ending(result);
            if (ending.isPresent()) return ending;
            if (!pause.mayContinue()) return Optional.of(stopped());
        }
    }

    private Optional<Ending> ending(LogicalProcessor.RunResult result) {
        return switch (result) {
            case HALTED -> canWake() ? Optional.empty() : Optional.of(board.stopRequested() ? stopped() : new Ending.Halted());
            case FROZEN -> canWake() ? Optional.empty() : Optional.of(board.stopRequested() ? stopped() : frozen());
            case SHUTDOWN -> Optional.of(new Ending.Failed(ErrorKind.GUEST,
                    "the machine shut down (triple fault or VMX abort) at RIP %XH%n%s".formatted(cpu.rip(), Explained.lines(cpu.explainExit()))
                            .stripTrailing(), null));
            case VM_EXIT -> Optional.of(new Ending.Failed(ErrorKind.DEFECT, "a VM exit came without a VMM in Java", null));
            default -> Optional.empty();
        };
    }

    private Ending frozen() {
        return new Ending.Failed(ErrorKind.GUEST, ("the x87 instruction at RIP %XH waits for the interrupt of a floating-point exception, which can't come: "
                + "CR0.NE is 0, and %s").formatted(cpu.rip(), cpu.heedsInterrupts() ? "no interrupt is on its way" : "RFLAGS.IF is 0"), null);
    }

    private boolean canWake() { return !board.stopRequested() && cpu.heedsInterrupts() && board.idle(); }

    private Ending stopped() {
        return board.stopRequest().or(monitor::ending)
                .orElseThrow(() -> new IllegalStateException("nobody stopped the machine"));
    }
}
