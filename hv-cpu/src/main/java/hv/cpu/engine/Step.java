package hv.cpu.engine;

import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;

/** A decoded instruction with the operation that executes it. */
abstract class Step extends Op {
    /** The next step in the chain; null at its end. */
    private Step link;

    Step(Op op) { super(op); }

    /** Executes this instruction. */
    abstract void run(Cpu c);

    /** Executes this instruction and those that follow in the chain. If one throws, {@link Cpu#thrower} is that one. */
    abstract void chain(Cpu c);

    /** Sets the step that {@link #chain} executes after this one. */
    final void link(Step step) { link = step; }

    /** The number of instructions that {@link #chain} executes before it goes on with {@link #link}. */
    int count() { return 1; }

    final void goOn(Cpu c) { if (link != null) link.chain(c); }
}
