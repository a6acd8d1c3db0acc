package hv.cpu.silicon;

import java.lang.foreign.Arena;
import java.util.function.Consumer;

/** Executes cases on our processor once more, with something changed in the state before. */
final class Rerun {
    private static final int HLT = 0xF4;

    private final OurProcessor processor;
    private final State before, after;

    Rerun(OurProcessor processor, Arena arena) {
        this.processor = processor;
        before = new State(arena.allocate(State.BYTES, 8));
        after = new State(arena.allocate(State.BYTES, 8));
    }

    /** The state after; the next call overwrites it. */
    State with(Case at, Consumer<State> change) {
        before.copy(at.before);
        change.accept(before);
        processor.run(before, at.region, after);
        return after;
    }

    /** Makes a fault of it that leaves everything as it was. */
    void fault(Case at, long vector, long error, long cr2) {
        at.ours.copy(with(at, state -> state.put(State.CODE, HLT)));
        at.ours.fault(vector, error, cr2);
    }

    /** The same with the fault of a state, which may be the one after the last execution. */
    void fault(Case at, State fault) { fault(at, fault.get(State.VECTOR), fault.get(State.ERROR), fault.get(State.CR2)); }
}
