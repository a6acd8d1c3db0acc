package hv.cpu.engine;

import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;

/** A decoded instruction with the operation that executes it. */
abstract class Step {
    final Op op;

    Step(Op op) { this.op = op; }

    abstract void run(Cpu c);
}
