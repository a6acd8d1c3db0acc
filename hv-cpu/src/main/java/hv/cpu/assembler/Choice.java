package hv.cpu.assembler;

import hv.cpu.assembler.Argument.Memory;
import hv.cpu.assembler.Statement.Instruction;
import hv.cpu.assembler.Vocabulary.Meaning;
import hv.cpu.decode.Addressing;
import hv.cpu.decode.Operand;
import hv.cpu.decode.Trait;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Chooses the row for an instruction: the shortest that can hold what is written. */
final class Choice {
    /** A row that matches, with the operands as its encoding wants them. */
    private record Match(Meaning meaning, Variant variant, List<Argument> arguments) {
        boolean lockable() { return variant.template().row.has(Trait.LOCKABLE) && arguments.getFirst() instanceof Memory; }

        /** Address size that the name tells, or 0. */
        int nameWidth() { return meaning.byAddress() ? meaning.widths().iterator().next() : 0; }
    }

    private final Instruction instruction;
    private final Scope scope;
    private final List<Match> matches = new ArrayList<>();
    private final Set<Integer> sizes = new TreeSet<>();
    private Misfit misfit;

    private Choice(Instruction instruction, Scope scope) {
        this.instruction = instruction;
        this.scope = scope;
    }

    /**
     * The instruction's bytes.
     *
     * @param atLeast how long it was before: it never shrinks, so that addresses settle
     */
    static byte[] encode(Instruction instruction, Scope scope, int atLeast) { return new Choice(instruction, scope).encode(atLeast); }

    private byte[] encode(int atLeast) {
        for (var meaning : Vocabulary.meanings(instruction.name())) collect(meaning);
        if (matches.isEmpty()) throw Complaint.of(instruction);
        if (sizes.size() > 1) throw Complaint.unsized(instruction);
        if (instruction.prefixes().lock()) matches.removeIf(match -> !match.lockable());
        if (matches.isEmpty()) throw Complaint.notLockable(instruction);
        boolean repeatable = matches.stream().allMatch(match -> match.variant.template().row.has(Trait.REPEATABLE));
        if (instruction.prefixes().repeat() != 0 && !repeatable) throw Complaint.notRepeatable(instruction);
        byte[] best = null;
        for (var match : matches) {
            best = better(best, encoded(match, false), atLeast);
            best = better(best, encoded(match, true), atLeast);
        }
        if (best == null) throw misfit.error();
        return best;
    }

    private static byte[] better(byte[] best, byte[] other, int atLeast) {
        if (best == null || other == null) return best == null ? other : best;
        if (best.length < atLeast) return other.length > best.length ? other : best;
        return other.length >= atLeast && other.length < best.length ? other : best;
    }

    private byte[] encoded(Match match, boolean wideDisplacement) {
        try {
            return Encoder.encode(match.variant, instruction, match.arguments, match.nameWidth(), scope, wideDisplacement);
        } catch (Misfit m) {
            if (misfit == null || m.bytes > misfit.bytes) misfit = m;
            return null;
        }
    }

    private void collect(Meaning meaning) {
        for (var arguments : Alignment.of(meaning, instruction.arguments())) {
            Variant first = null;
            for (var variant : meaning.variants(instruction.codeWidth())) {
                if (!allowed(variant) || !matches(variant, arguments)) continue;
                if (first == null || reachesFarther(variant, first)) matches.add(new Match(meaning, variant, arguments));
                if (first == null || !sizeGoesWithoutSaying(variant)) noteSize(variant, arguments);
                if (first == null) first = variant;
            }
        }
    }

    /** 16-bit code can jump to a 32-bit offset of another segment. */
    private static boolean reachesFarther(Variant variant, Variant usual) {
        return variant.template().operands().contains(Operand.Ap) && variant.operandSize() > usual.operandSize();
    }

    private boolean matches(Variant variant, List<Argument> arguments) {
        boolean one = arguments.size() == variant.template().operands().size();
        for (int i = 0; one && i < arguments.size(); i++) one = variant.template().operands().get(i).addressing != Addressing.ONE || isOne(arguments.get(i));
        return arguments.isEmpty() || one && Matching.fits(variant, arguments);
    }

    /** The count of a shift by one, which is not encoded. */
    private boolean isOne(Argument argument) {
        return argument instanceof Argument.Immediate(_, _, var expression, _, _) && expression.in(scope).equals(Value.number(1));
    }

    private boolean allowed(Variant variant) {
        int asked = instruction.prefixes().operandSize();
        return asked == 0 || asked == variant.operandSize();
    }

    /** Whether the size need not be written: branches and stack instructions, and far pointers. */
    private static boolean sizeGoesWithoutSaying(Variant variant) {
        var row = variant.template().row;
        return row.has(Trait.DEFAULT_64) || row.has(Trait.FORCED_64) || row.operands().contains(Operand.Mp);
    }

    private void noteSize(Variant variant, List<Argument> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            boolean unsized = arguments.get(i) instanceof Memory memory && memory.size() == 0;
            if (unsized) sizes.add(variant.template().operands().get(i).bytesInMemory(variant.operandSize()));
        }
    }
}
