package hv.cpu.assembler;

import hv.api.Names;
import hv.cpu.assembler.Argument.Immediate;
import hv.cpu.assembler.Argument.Memory;
import hv.cpu.assembler.Argument.Reach;
import hv.cpu.assembler.Argument.Reg;
import hv.cpu.assembler.Statement.Instruction;
import hv.cpu.assembler.Vocabulary.Meaning;
import hv.cpu.decode.Addressing;
import hv.cpu.decode.Kind;
import hv.cpu.decode.Operands;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Why there is no encoding for an instruction, and what there would be. */
final class Complaint {
    private static final int FORMS = 12;

    private final Instruction instruction;
    private final List<Meaning> meanings;

    private Complaint(Instruction instruction) {
        this.instruction = instruction;
        meanings = Vocabulary.meanings(instruction.name());
    }

    static AssemblyException unknown(Token name, boolean afterSemicolon) {
        if (name.type() != Token.Type.WORD) return name.place().error(name + " stands where an instruction is expected");
        if (Cursor.keyword(name).equals("equ")) return name.place().error("the name of the constant is missing: NAME equ VALUE");
        String hint = afterSemicolon ? "; behind a semicolon the next instruction stands, while a comment begins with # or //"
                : Names.hint(Cursor.keyword(name), Words.all());
        return name.place().error("there is no instruction " + name + hint);
    }

    static AssemblyException unsized(Instruction instruction) {
        var memory = instruction.arguments().stream().filter(a -> a instanceof Memory m && m.size() == 0).findFirst().orElseThrow();
        return memory.place().error("nothing tells how wide " + memory.text() + " is: write byte, word, dword or another size before it");
    }

    static AssemblyException notLockable(Instruction instruction) {
        return instruction.place().error("lock goes with an instruction that changes memory that it reads, such as lock add [address], register; not with this "
                + instruction.name());
    }

    static AssemblyException notRepeatable(Instruction instruction) {
        return instruction.place().error("rep, repe and repne go with string instructions, not with " + instruction.name());
    }

    /** No row matches. */
    static AssemblyException of(Instruction instruction) { return new Complaint(instruction).inWords(); }

    private AssemblyException inWords() {
        var here = meanings.stream().filter(meaning -> exists(meaning, instruction.codeWidth())).toList();
        if (here.isEmpty()) return error(instruction.name() + " does not exist in " + instruction.codeWidth() + "-bit code; it does in " + widths(meanings));
        var counted = here.stream().filter(meaning -> !Alignment.of(meaning, instruction.arguments()).isEmpty()).toList();
        if (counted.isEmpty()) return error(instruction.name() + " takes " + counts(here) + ", not " + instruction.arguments().size());
        if (loadsCs()) return error("mov can't load cs; a far jump, call or return does");
        for (var argument : instruction.arguments()) if (absent(argument)) return argument.place().error("there is no register " + argument.text());
        for (var argument : instruction.arguments()) {
            if (misplaced(argument, counted)) return argument.place().error("'short' and 'near' go with the target of a jump");
        }
        int asked = instruction.prefixes().operandSize();
        if (asked != 0 && !sizes(counted).contains(asked)) return error(instruction.name() + " has no form for the prefix o" + 8 * asked);
        var alike = counted.stream().filter(this::fitsButForWidths).toList();
        if (!alike.isEmpty()) return error("the operands of " + written() + " don't agree in size" + forms(alike));
        return error("there is no " + written() + forms(counted));
    }

    private AssemblyException error(String message) { return instruction.place().error(message); }

    private static boolean exists(Meaning meaning, int codeWidth) { return !meaning.variants(codeWidth).isEmpty(); }

    private static String widths(List<Meaning> meanings) {
        return IntStream.of(16, 32, 64).filter(width -> meanings.stream().anyMatch(m -> exists(m, width))).mapToObj(width -> width + "-bit")
                .collect(Collectors.joining(" and ")) + " code";
    }

    private static String counts(List<Meaning> meanings) {
        var counts = new TreeSet<Integer>();
        meanings.forEach(meaning -> counts.add(meaning.implicit() ? 0 : meaning.template().operands().size()));
        String text = counts.stream().map(String::valueOf).collect(Collectors.joining(" or "));
        return text.equals("0") ? "no operands" : text.equals("1") ? "1 operand" : text + " operands";
    }

    private static boolean absent(Argument argument) {
        if (!(argument instanceof Reg(var register, _))) return false;
        return register.kind() == Kind.CR && !Operands.exists(Addressing.C, register.number(), 0)
                || register.kind() == Kind.DR && !Operands.exists(Addressing.D, register.number(), 0);
    }

    private boolean loadsCs() {
        return instruction.name().equals("mov") && instruction.arguments().getFirst() instanceof Reg(var register, _) && register.name().equals("cs");
    }

    private static boolean misplaced(Argument argument, List<Meaning> meanings) {
        boolean jump = meanings.stream().anyMatch(meaning -> meaning.template().operands().stream().anyMatch(operand -> operand.addressing == Addressing.J));
        return argument instanceof Immediate(_, var reach, _, _, _) && reach != Reach.ANY && !jump;
    }

    private List<Integer> sizes(List<Meaning> meanings) {
        return meanings.stream().flatMap(m -> m.variants(instruction.codeWidth()).stream()).map(Variant::operandSize).toList();
    }

    private boolean fitsButForWidths(Meaning meaning) {
        return !meaning.implicit() && meaning.variants(instruction.codeWidth()).stream().anyMatch(variant -> Alignment.of(meaning, instruction.arguments()).stream()
                .anyMatch(arguments -> Matching.fitsButForWidths(variant, arguments)));
    }

    private String written() {
        return (instruction.name() + " " + instruction.arguments().stream().map(Complaint::sized).collect(Collectors.joining(", "))).strip();
    }

    private static String sized(Argument argument) {
        return argument instanceof Memory m && m.size() != 0 ? 8 * m.size() + "-bit " + m.text() : argument.text();
    }

    private String forms(List<Meaning> meanings) {
        var forms = meanings.stream().map(this::form).distinct().toList();
        String shown = forms.stream().limit(FORMS).collect(Collectors.joining(" | "));
        return "; there is " + shown + (forms.size() > FORMS ? " | …" : "");
    }

    private String form(Meaning meaning) {
        return FormText.of(instruction.name(), meaning.variants(instruction.codeWidth()));
    }
}
