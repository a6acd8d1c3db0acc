package hv.cpu.engine;

import hv.cpu.decode.Op;
import hv.cpu.semantics.Operation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.HashMap;
import java.util.Map;

/** The classes of {@link ShapedStep}s: one for each {@link Shape} that has become hot. */
final class Shapes {
    private static final MethodHandles.Lookup HERE = MethodHandles.lookup();

    private final byte[] template = template();
    private final Map<Shape, Maker> makers = new HashMap<>();

    /** Makes steps of one shape. */
    interface Maker {
        Step make(Op op);
    }

    Step step(Op op, Operation operation) {
        return makers.computeIfAbsent(new Shape(operation, op.width, op.dk, op.sk), this::define).make(op);
    }

    private Maker define(Shape shape) {
        try {
            var copy = HERE.defineHiddenClassWithClassData(template, shape, true);
            return (Maker) copy.findStatic(copy.lookupClass(), "maker", MethodType.methodType(Maker.class)).invoke();
        } catch (Throwable e) {
            throw new IllegalStateException("cannot specialise " + shape, e);
        }
    }

    private static byte[] template() {
        try (var in = ShapedStep.class.getResourceAsStream("ShapedStep.class")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
