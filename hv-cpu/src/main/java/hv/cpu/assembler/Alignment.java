package hv.cpu.assembler;

import hv.cpu.assembler.Argument.Immediate;
import hv.cpu.assembler.Argument.Reach;
import hv.cpu.assembler.Argument.Reg;
import hv.cpu.assembler.Vocabulary.Meaning;
import hv.cpu.decode.Operand;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Operands that may be left out, or stand in another order than the row's. */
final class Alignment {
    private static final Set<String> EITHER_ORDER = Set.of("test", "xchg");
    /** Instructions that work on ST(1) where no operand is written. */
    private static final Set<String> ON_ST1 =
            Set.of("faddp", "fmulp", "fsubp", "fsubrp", "fdivp", "fdivrp", "fxch", "fcom", "fcomp", "fucom", "fucomp");
    private static final Set<String> DECIMAL = Set.of("aam", "aad");
    private static final int TEN = 10;
    private static final Place NOWHERE = new Place(0, 0);

    private Alignment() {}

    /** The written operands as the row's; none where their numbers don't agree. */
    static List<List<Argument>> of(Meaning meaning, List<Argument> written) {
        var operands = meaning.template().operands();
        if (meaning.implicit()) return written.isEmpty() ? List.of(written) : List.of();
        String name = meaning.template().row.mnemonic().text();
        if (written.size() < operands.size()) return completed(name, operands, written);
        if (written.size() > operands.size()) return List.of();
        return EITHER_ORDER.contains(name) ? List.of(written, written.reversed()) : List.of(written);
    }

    private static List<List<Argument>> completed(String name, List<Operand> operands, List<Argument> written) {
        int missing = operands.size() - written.size();
        List<Argument> all = new ArrayList<>(written);
        if (written.isEmpty() && DECIMAL.contains(name)) all.add(new Immediate(0, Reach.ANY, new Expression.Number(TEN), "10", NOWHERE));
        else if (written.isEmpty() && ON_ST1.contains(name)) for (var operand : operands) all.add(register(operand == Operand.ST ? "st" : "st1"));
        else if (missing == 1 && operands.getLast() == Operand.XMM0) all.add(register("xmm0"));
        else if (missing == 1 && operands.contains(Operand.ST)) all.add(operands.indexOf(Operand.ST), register("st"));
        else if (missing == 1 && name.equals("imul") && written.size() == 2) all.addFirst(written.getFirst());
        else return List.of();
        return List.of(all);
    }

    private static Reg register(String name) { return new Reg(RegisterNames.of(name), NOWHERE); }
}
