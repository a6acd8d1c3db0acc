package hv.cpu.engine;

import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Operation;

/** A decoded instruction with the operation that executes it. */
final class Step {
    final Op op;
    private final Operation operation;
    private final int width, destination, source;

    Step(Op op, Operation operation) {
        this.op = op;
        this.operation = operation;
        this.width = op.width;
        this.destination = op.dk;
        this.source = op.sk;
    }

    void run(Cpu c) { operation.run(c, op, width, destination, source); }
}
