package hv.cpu.assembler;

import hv.cpu.decode.Addressing;
import hv.cpu.decode.Kind;
import hv.cpu.decode.Operand;
import hv.cpu.decode.OperandText;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A row's operands as the manual writes them: {@code r/m32, imm8}. */
final class FormText {
    private FormText() {}

    /** @param variants of one row, whose operand sizes are told together */
    static String of(String name, List<Variant> variants) {
        var operands = variants.getFirst().template().operands();
        String text = IntStream.range(0, operands.size()).mapToObj(i -> operand(operands.get(i), variants)).collect(Collectors.joining(", "));
        return (name + " " + text).strip();
    }

    private static String operand(Operand operand, List<Variant> variants) {
        String register = sizes(operand, variants, false), memory = sizes(operand, variants, true);
        return switch (operand.addressing) {
            case E -> register.equals(memory) ? "r/m" + register : "r" + register + "/m" + memory;
            case G, R, Z -> "r" + register;
            case M -> "m" + memory;
            case P, N -> "mm";
            case Q -> "mm/m" + memory;
            case V, U -> "xmm";
            case W -> "xmm/m" + memory;
            case XMM -> "xmm" + operand.register;
            case S -> "sreg";
            case C -> "cr";
            case D -> "dr";
            case I, SIGNED_I -> "imm" + register;
            case J -> operand == Operand.Jb ? "short target" : "target";
            case A -> "selector:offset";
            case O -> "[address]";
            case X -> "m" + memory + " at [rsi]";
            case Y -> "m" + memory + " at es:[rdi]";
            case ONE -> "1";
            case REGISTER, PORT, SEGMENT -> named(operand, variants);
            case ST_I -> "st(i)";
            case ST_0 -> "st";
        };
    }

    private static String named(Operand operand, List<Variant> variants) {
        int kind = operand.addressing == Addressing.SEGMENT ? Kind.SEG : Kind.REG;
        return variants.stream().map(v -> OperandText.register(kind, operand.register, operand.size.bytes(v.operandSize(), false)))
                .distinct().sorted().collect(Collectors.joining("/"));
    }

    private static String sizes(Operand operand, List<Variant> variants, boolean memory) {
        return variants.stream().map(v -> memory ? operand.bytesInMemory(v.operandSize()) : operand.size.bytes(v.operandSize(), false))
                .distinct().sorted().filter(n -> n > 0).map(n -> String.valueOf(8 * n)).collect(Collectors.joining("/"));
    }
}
