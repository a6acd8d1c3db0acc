package hv.cpu.engine;

import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Operation;
import java.lang.invoke.MethodHandles;

/**
 * An instruction of one shape. This class is a template: {@link Shapes} defines a copy of it for each shape, in which operation, width and kinds of
 * operands are constants, so that the JIT compiles the one method that all shapes share anew for each, without its branches.
 */
final class ShapedStep extends Step {
    private static final Operation OPERATION;
    private static final int WIDTH, DESTINATION, SOURCE;

    static {
        Shape shape = Shapes.classData(MethodHandles.lookup(), Shape.class);
        OPERATION = shape.operation();
        WIDTH = shape.width();
        DESTINATION = shape.destination();
        SOURCE = shape.source();
    }

    ShapedStep(Op op) { super(op); }

    @Override void run(Cpu c) { OPERATION.run(c, this, WIDTH, DESTINATION, SOURCE); }

    @Override
    void chain(Cpu c) {
        try {
            OPERATION.run(c, this, WIDTH, DESTINATION, SOURCE);
        } catch (RuntimeException e) {
            throw c.thrown(this, e);
        }
        goOn(c);
    }
}
