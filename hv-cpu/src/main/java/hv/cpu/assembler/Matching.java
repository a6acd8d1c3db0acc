package hv.cpu.assembler;

import hv.cpu.assembler.Argument.Far;
import hv.cpu.assembler.Argument.Immediate;
import hv.cpu.assembler.Argument.Memory;
import hv.cpu.assembler.Argument.Reach;
import hv.cpu.assembler.Argument.Reg;
import hv.cpu.decode.Addressing;
import hv.cpu.decode.Kind;
import hv.cpu.decode.Operand;
import hv.cpu.decode.Operands;
import hv.cpu.decode.Trait;
import java.util.List;

/** Whether what is written can be the operands of a row. */
final class Matching {
    private static final int RSI = 6, RDI = 7, ES = 0;

    private final int operandSize;
    /** A far pointer in memory is its only operand. */
    private final boolean farBranch;
    /** Its source is a selector: 16 bits of a register that may be written as a wider one. */
    private final boolean fromSelector;
    /** Whether widths count. */
    private final boolean exact;

    private Matching(Variant variant, boolean exact) {
        var operands = variant.template().operands();
        operandSize = variant.operandSize();
        farBranch = operands.equals(List.of(Operand.Mp));
        fromSelector = operands.size() == 2 && operands.getLast() == Operand.Ew && variant.template().row.has(Trait.SYSTEM);
        this.exact = exact;
    }

    static boolean fits(Variant variant, List<Argument> arguments) { return new Matching(variant, true).all(variant, arguments); }

    /** The kinds of the operands are right, be the widths as they may. */
    static boolean fitsButForWidths(Variant variant, List<Argument> arguments) { return new Matching(variant, false).all(variant, arguments); }

    private boolean all(Variant variant, List<Argument> arguments) {
        var operands = variant.template().operands();
        for (int i = 0; i < operands.size(); i++) if (!fits(operands.get(i), i, arguments.get(i))) return false;
        return true;
    }

    private boolean fits(Operand operand, int i, Argument argument) {
        return switch (argument) {
            case Reg(var register, _) -> switch (operand.addressing) {
                case E, G, R, Z -> register.general() && wide(operand, register.width());
                case REGISTER, PORT -> register.kind() == Kind.REG && register.number() == operand.register && wide(operand, register.width());
                case P, Q, N -> register.kind() == Kind.MMX;
                case V, W, U -> register.kind() == Kind.XMM;
                case XMM -> register.kind() == Kind.XMM && register.number() == operand.register;
                case SEGMENT -> register.kind() == Kind.SEG && register.number() == operand.register;
                case S -> register.kind() == Kind.SEG && Operands.exists(operand.addressing, register.number(), i);
                case C -> register.kind() == Kind.CR && Operands.exists(operand.addressing, register.number(), i);
                case D -> register.kind() == Kind.DR && Operands.exists(operand.addressing, register.number(), i);
                case ST_I -> register.kind() == Kind.ST;
                case ST_0 -> register.kind() == Kind.ST && register.number() == 0;
                case M, I, SIGNED_I, J, A, O, X, Y, ONE -> false;
            };
            case Memory memory -> switch (operand.addressing) {
                case E, M, Q, W -> sized(operand, memory);
                case O -> memory.absolute() && !memory.far() && sized(operand, memory);
                case X -> string(memory, RSI) && sized(operand, memory);
                case Y -> string(memory, RDI) && memory.segment() <= ES && sized(operand, memory);
                default -> false;
            };
            case Immediate immediate -> switch (operand.addressing) {
                case I, SIGNED_I, ONE -> immediate.reach() == Reach.ANY && (!exact || immediate.size() == 0 || immediate.size() == bytes(operand)
                        || operand.addressing == Addressing.SIGNED_I && immediate.size() == operandSize);
                case J -> reaches(operand, immediate.reach()) && (!exact || immediate.size() == 0 || immediate.size() == operandSize);
                default -> false;
            };
            case Far far -> operand.addressing == Addressing.A && (!exact || far.size() == 0 || far.size() == operandSize);
        };
    }

    private int bytes(Operand operand) { return operand.size.bytes(operandSize, false); }

    private boolean wide(Operand operand, int width) {
        boolean selector = operand == Operand.Ew && fromSelector && width > 2;
        return !exact || selector || width == bytes(operand);
    }

    private boolean sized(Operand operand, Memory memory) {
        int bytes = operand.bytesInMemory(operandSize);
        if (farBranch) {
            if (memory.far()) return !exact || memory.size() == 0 || memory.size() == operandSize;
            return memory.size() == bytes && bytes != 4;        // a far pointer of 16:16 looks like an offset of 32 bits
        }
        return !memory.far() && (!exact || memory.size() == 0 || bytes == 0 || memory.size() == bytes);
    }

    private static boolean string(Memory memory, int register) {
        boolean alone = memory.index() == Memory.NONE && memory.relative() == Argument.Relative.NOT;
        return alone && memory.base() == register && memory.displacement() instanceof Expression.Number(long value) && value == 0;
    }

    private static boolean reaches(Operand operand, Reach reach) {
        return reach == Reach.ANY || (reach == Reach.SHORT) == (operand == Operand.Jb);
    }
}
