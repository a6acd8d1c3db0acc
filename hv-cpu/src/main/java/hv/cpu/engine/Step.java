package hv.cpu.engine;

import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;

/** A decoded instruction with the operation that executes it. */
abstract class Step extends Op {
    /** Null at the end of a chain. */
    private Step link;

    Step(Op op) { super(op); }

    /** Executes this instruction. */
    abstract void run(Cpu c);

    /** Executes this instruction and those that are chained to it. If one throws, {@link Cpu#thrower} is that one. */
    abstract void chain(Cpu c);

    /** What {@link #chain} executes after this. */
    final void link(Step step) { link = step; }

    /** Instructions that {@link #chain} executes before it goes on with {@link #link}. */
    int count() { return 1; }

    final void goOn(Cpu c) { if (link != null) link.chain(c); }
}
