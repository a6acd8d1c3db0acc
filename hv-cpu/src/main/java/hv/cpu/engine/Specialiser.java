package hv.cpu.engine;

import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Makes steps that run faster and take longer to make, for one processor. */
final class Specialiser {
    /**
     * Whether the JIT trusts final fields, which {@code -XX:+TrustFinalNonStaticFields} tells it to. Without that, fused steps are slower than pairs.
     */
    private static final boolean FUSES = Boolean.getBoolean("hv.cpu.fuse");
    /** The most classes of {@link FusedStep}s that one processor gets. */
    private static final int MOST_FUSED = 4096;

    private final Cpu cpu;
    private final OperationTable operations;
    private int fused;

    Specialiser(Cpu cpu, OperationTable operations) {
        this.cpu = cpu;
        this.operations = operations;
    }

    /**
     * Steps of one or two instructions. Where their number is odd, the first stays single: the last two, often comparison and branch, gain most from
     * a pair.
     */
    List<Step> pair(Step[] steps) {
        var made = new ArrayList<Step>();
        for (int i = 0; i < steps.length; i += made.getLast().count()) {
            Step pair = (steps.length - i) % 2 == 0 ? pair(steps[i], steps[i + 1]) : null;
            made.add(pair != null ? pair : operations.shapes().step(steps[i], shape(steps[i])));
        }
        return made;
    }

    private Step pair(Op first, Op second) { return operations.shapes().pair(first, second, new Shape.Pair(shape(first), shape(second))); }
    private Shape shape(Op op) { return Shape.of(op, operations.of(op.mnemonic)); }

    /** Steps of up to {@link FusedStep#MOST} instructions; empty where they would not be faster, or there would be too many classes. */
    Optional<List<Step>> fuse(Step[] steps) {
        int classes = (steps.length + FusedStep.MOST - 1) / FusedStep.MOST;
        if (!FUSES || fused + classes > MOST_FUSED) return Optional.empty();
        fused += classes;
        var made = new ArrayList<Step>();
        for (int i = 0; i < steps.length; i += FusedStep.MOST) made.add(fuse(steps, i, Math.min(steps.length, i + FusedStep.MOST)));
        return Optional.of(made);
    }

    private Step fuse(Step[] steps, int from, int to) {
        var run = FusedStep.Run.END;
        for (int i = to - 1; i >= from; i--) run = new FusedStep.Run(steps[i], operations.of(steps[i].mnemonic), run);
        return operations.shapes().fuse(new FusedStep.Data(cpu, to - from, run));
    }
}
