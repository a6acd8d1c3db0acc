package hv.cpu.engine;

import hv.cpu.decode.Op;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The classes of {@link ShapedStep}s and {@link PairedStep}s: one for each {@link Shape} and each pair that has become hot, shared by all processors, so
 * that none knows a processor; and those of {@link FusedStep}s, which are not shared.
 * There are as many shapes as the opcode tables allow; of pairs no more than {@link #MOST_PAIRS} are made.
 */
final class Shapes {
    private static final int MOST_PAIRS = 1024;
    private static final MethodHandles.Lookup HERE = MethodHandles.lookup();

    private final byte[] single = template(ShapedStep.class);
    private final byte[] paired = template(PairedStep.class), fused = template(FusedStep.class);
    private final Map<Object, MethodHandle> makers = new ConcurrentHashMap<>(), pairMakers = new ConcurrentHashMap<>();

    Step step(Op op, Shape shape) {
        var maker = makers.computeIfAbsent(shape, _ -> define(single, shape, MethodType.methodType(void.class, Op.class)));
        return make(() -> (Step) maker.invoke(op));
    }

    /** @return null where there is no class for this pair and none can be made */
    Step pair(Op first, Op second, Shape.Pair pair) {
        var known = pairMakers.get(pair);
        if (known == null && pairMakers.size() >= MOST_PAIRS) return null;
        var maker = pairMakers.computeIfAbsent(pair, _ -> define(paired, pair, MethodType.methodType(void.class, Op.class, Op.class)));
        return make(() -> (Step) maker.invoke(first, second));
    }

    /** A class of its own each time, for one processor, whose blocks alone hold it. */
    Step fuse(FusedStep.Data data) {
        var maker = define(fused, data, MethodType.methodType(void.class, Op.class));
        return make(() -> (Step) maker.invoke(data.first().op()));
    }

    /** The data for which a copy of a template was made. @param copy a lookup in that copy */
    static <T> T classData(MethodHandles.Lookup copy, Class<T> type) {
        try {
            return MethodHandles.classData(copy, "_", type);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static MethodHandle define(byte[] template, Object data, MethodType constructor) {
        try {
            var copy = HERE.defineHiddenClassWithClassData(template, data, true);
            var made = copy.findConstructor(copy.lookupClass(), constructor);
            return made.asType(made.type().changeReturnType(Step.class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot specialise " + data, e);
        }
    }

    private interface Making {
        Step make() throws Throwable;
    }

    private static Step make(Making making) {
        try {
            return making.make();
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] template(Class<?> template) {
        try (var in = template.getResourceAsStream(template.getSimpleName() + ".class")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
