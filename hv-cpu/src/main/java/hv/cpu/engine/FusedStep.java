package hv.cpu.engine;

import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Operation;
import java.lang.invoke.MethodHandles;

/**
 * Up to {@link #MOST} instructions, one after the other, on one processor. This class is a template like {@link ShapedStep}, with a copy for each
 * such run of instructions: registers, addresses, constants and the parts of the processor are constants to a JIT that trusts final fields.
 */
final class FusedStep extends Step {
    static final int MOST = 8;

    private static final Cpu CPU;
    private static final int COUNT;
    private static final Run R0, R1, R2, R3, R4, R5, R6, R7;

    static {
        var data = Shapes.classData(MethodHandles.lookup(), Data.class);
        CPU = data.cpu();
        COUNT = data.count();
        R0 = data.first();
        R1 = R0.next();
        R2 = R1.next();
        R3 = R2.next();
        R4 = R3.next();
        R5 = R4.next();
        R6 = R5.next();
        R7 = R6.next();
    }

    /** The data of a copy. */
    record Data(Cpu cpu, int count, Run first) {}

    /** An instruction and its successors; {@link #END} is its own successor. */
    record Run(Op op, Operation operation, Run next) {
        static final Run END = new Run(null, null, null);

        @Override public Run next() { return next == null ? this : next; }
        void execute(Cpu c) { operation.run(c, op, op.width, op.dk, op.sk); }
    }

    FusedStep(Op first) { super(first); }

    @Override int count() { return COUNT; }
    @Override void run(Cpu c) { throw new IllegalStateException("several instructions are not one"); }

    @Override
    void chain(Cpu c) {
        Run at = R0;
        try {
            at.execute(CPU);
            if (COUNT > 1) (at = R1).execute(CPU);
            if (COUNT > 2) (at = R2).execute(CPU);
            if (COUNT > 3) (at = R3).execute(CPU);
            if (COUNT > 4) (at = R4).execute(CPU);
            if (COUNT > 5) (at = R5).execute(CPU);
            if (COUNT > 6) (at = R6).execute(CPU);
            if (COUNT > 7) (at = R7).execute(CPU);
        } catch (RuntimeException e) {
            throw c.thrown(at.op(), e);
        }
        goOn(CPU);
    }
}
