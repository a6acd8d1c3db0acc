package hv.cpu.engine;

import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Operation;

/** An instruction whose operation gets width and kinds of operands as arguments at run time. */
final class GenericStep extends Step {
    private final Operation operation;

    GenericStep(Op op, Operation operation) {
        super(op);
        this.operation = operation;
    }

    @Override void run(Cpu c) { operation.run(c, this, width, dk, sk); }

    @Override
    void chain(Cpu c) {
        try {
            operation.run(c, this, width, dk, sk);
        } catch (RuntimeException e) {
            throw c.thrown(this, e);
        }
        goOn(c);
    }
}
