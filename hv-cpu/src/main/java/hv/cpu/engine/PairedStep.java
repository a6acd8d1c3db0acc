package hv.cpu.engine;

import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Operation;
import java.lang.invoke.MethodHandles;

/** Two instructions, one after the other, each of one shape. This class is a template like {@link ShapedStep}. */
final class PairedStep extends Step {
    private static final Operation OPERATION, OPERATION2;
    private static final int WIDTH, DESTINATION, SOURCE, WIDTH2, DESTINATION2, SOURCE2;

    static {
        Shape.Pair pair = Shapes.classData(MethodHandles.lookup(), Shape.Pair.class);
        Shape first = pair.first(), second = pair.second();
        OPERATION = first.operation();
        WIDTH = first.width();
        DESTINATION = first.destination();
        SOURCE = first.source();
        OPERATION2 = second.operation();
        WIDTH2 = second.width();
        DESTINATION2 = second.destination();
        SOURCE2 = second.source();
    }

    private final Op second;

    PairedStep(Op first, Op second) {
        super(first);
        this.second = second;
    }

    @Override int count() { return 2; }
    @Override void run(Cpu c) { throw new IllegalStateException("two instructions are not one"); }

    @Override
    void chain(Cpu c) {
        try {
            OPERATION.run(c, this, WIDTH, DESTINATION, SOURCE);
        } catch (RuntimeException e) {
            throw c.thrown(this, e);
        }
        try {
            OPERATION2.run(c, second, WIDTH2, DESTINATION2, SOURCE2);
        } catch (RuntimeException e) {
            throw c.thrown(second, e);
        }
        goOn(c);
    }
}
