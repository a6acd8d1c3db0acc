package hv.cpu.engine;

import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Operation;
import java.lang.invoke.MethodHandles;

/**
 * An instruction of one shape. This class is a template: {@link Shapes} defines a copy of it for each shape, in which operation, width and kinds of
 * operands are constants, so that the JIT compiles the one method that all shapes share anew for each, without its branches.
 */
final class ShapedStep extends Step implements Shapes.Maker {
    private static final Operation OPERATION;
    private static final int WIDTH, DESTINATION, SOURCE;

    static {
        var shape = shape();
        OPERATION = shape.operation();
        WIDTH = shape.width();
        DESTINATION = shape.destination();
        SOURCE = shape.source();
    }

    private ShapedStep(Op op) { super(op); }

    private static Shape shape() {
        try {
            return MethodHandles.classData(MethodHandles.lookup(), "_", Shape.class);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Of the copy whose lookup this is: what makes its steps. */
    static Shapes.Maker maker() { return new ShapedStep(null); }

    @Override public Step make(Op op) { return new ShapedStep(op); }
    @Override void run(Cpu c) { OPERATION.run(c, op, WIDTH, DESTINATION, SOURCE); }
}
