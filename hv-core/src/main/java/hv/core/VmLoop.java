package hv.core;

import hv.api.Outcome;
import hv.core.guest.VirtualProcessor;
import hv.core.report.Ending;
import hv.core.vm.Vm;

/** The loop of one virtual machine: enters the guest, asks the plugins about each exit, and applies their answer. */
final class VmLoop {
    private final Vm vm;
    private final VirtualProcessor guest;

    VmLoop(Vm vm) {
        this.vm = vm;
        this.guest = vm.processor();
    }

    /**
     * Runs the virtual machine until its turn is over. Whatever is thrown, the guest's state is that of its last exit.
     *
     * @throws hv.core.report.HvException when the guest, a plugin or hv itself can't go on
     */
    Turn run() {
        while (guest.enter()) {
            var turn = apply(vm.answer());
            if (guest.isLivelocked()) throw vm.livelock();
            if (turn != Turn.GOES_ON) return turn;
            if (vm.board().stopRequested()) return Turn.STOPPED;
        }
        return Turn.STOPPED;
    }

    private Turn apply(Outcome outcome) {
        switch (outcome) {
            case Outcome.Retry _ -> guest.retry();
            case Outcome.Advance _ -> guest.advance();
            case Outcome.Cpuid(var answer) -> guest.complete(answer);
            case Outcome.Value(long answer) -> vm.complete(answer);
            case Outcome.Inject(var event) -> guest.inject(event);
            case Outcome.JumpTo(var rip) -> guest.jumpTo(rip);
            case Outcome.Step(var after) -> { return apply(vm.step(after)); }
            case Outcome.Native _ -> { return apply(guest.complete()); }
            case Outcome.Halt _ -> {
                guest.halt();
                return guest.wakes() ? Turn.GOES_ON : Turn.WAITS;
            }
            case Outcome.Leave _ -> { return Turn.LEAVES; }
            case Outcome.Stop(var why) -> { return new Turn.Ends(new Ending.Stopped(0, why)); }
        }
        return guest.sliceIsOver() ? Turn.SLICE_OVER : Turn.GOES_ON;
    }
}
