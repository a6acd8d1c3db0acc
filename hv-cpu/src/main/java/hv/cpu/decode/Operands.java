package hv.cpu.decode;

/** Reads one operand of an instruction, the bytes that belong to it included. */
public final class Operands {
    private Operands() {}

    /** Reads an operand. @return false where no instruction has such an operand (control register 1, segment register 7 …) */
    static boolean read(Draft d, Operand operand, int i) {
        boolean memory = d.mod() != 3;
        d.operandWidth[i] = operand.size.bytes(d.operandSize, memory);
        switch (operand.addressing) {
            case E, M -> {
                if (memory) memory(d, i);
                else general(d, i, d.rm() | d.rexB());
            }
            case G -> general(d, i, d.reg() | d.rexR());
            case P -> set(d, i, Kind.MMX, d.reg());
            case N -> set(d, i, Kind.MMX, d.rm());
            case V -> set(d, i, Kind.XMM, d.reg() | d.rexR());
            case U -> set(d, i, Kind.XMM, d.rm() | d.rexB());
            case Q, W -> {
                if (memory) memory(d, i);
                else if (operand.addressing == Addressing.Q) set(d, i, Kind.MMX, d.rm());
                else set(d, i, Kind.XMM, d.rm() | d.rexB());
            }
            case XMM -> set(d, i, Kind.XMM, operand.register);
            case R -> general(d, i, d.rm() | d.rexB());
            case Z -> general(d, i, d.opcode & 7 | d.rexB());
            case REGISTER, PORT -> set(d, i, Kind.REG, operand.register);
            case SEGMENT -> set(d, i, Kind.SEG, operand.register);
            case ST_I -> set(d, i, Kind.ST, d.rm());
            case ST_0 -> set(d, i, Kind.ST, 0);
            case S, C, D -> { return special(d, operand.addressing, i); }
            case X -> set(d, i, Kind.STRING_SOURCE, 0);
            case Y -> set(d, i, Kind.STRING_DESTINATION, 0);
            case O -> {
                d.displacement = d.unsigned(d.addressWidth);
                set(d, i, Kind.MEM, 0);
            }
            case I, SIGNED_I, ONE, J, A -> inInstruction(d, operand, i);
        }
        return true;
    }

    private static void set(Draft d, int i, int kind, int register) {
        d.kind[i] = kind;
        d.register[i] = register;
    }

    private static void memory(Draft d, int i) {
        ModRm.address(d);
        set(d, i, Kind.MEM, 0);
    }

    /** Sets a general register as operand. Without REX, byte registers 4 to 7 are AH, CH, DH and BH. */
    private static void general(Draft d, int i, int number) {
        boolean high = d.operandWidth[i] == 1 && d.rex == 0 && number >= 4;
        set(d, i, high ? Kind.REG_HIGH : Kind.REG, high ? number - 4 : number);
    }

    private static boolean special(Draft d, Addressing addressing, int i) {
        if (addressing == Addressing.S) {
            set(d, i, Kind.SEG, d.reg());
            return exists(addressing, d.reg(), i);
        }
        int number = d.reg() | d.rexR();
        set(d, i, addressing == Addressing.C ? Kind.CR : Kind.DR, number);
        return exists(addressing, number, i);
    }

    /** Whether there is a segment, control or debug register of this number as operand {@code i}. */
    public static boolean exists(Addressing addressing, int number, int i) {
        return switch (addressing) {
            case S -> number < 6 && !(number == 1 && i == 0);   // CS can be read only
            case C -> (0b1_0001_1101 >> number & 1) != 0;       // CR0, 2, 3, 4, 8
            default -> number < 8;
        };
    }

    private static void inInstruction(Draft d, Operand operand, int i) {
        int width = d.operandWidth[i];
        switch (operand.addressing) {
            case J -> set(d, i, Kind.REL, 0);
            case A -> set(d, i, Kind.FAR, 0);
            default -> set(d, i, Kind.IMM, 0);
        }
        long value = switch (operand.addressing) {
            case ONE -> 1;
            case SIGNED_I, J -> d.signed(width);
            default -> d.unsigned(width);
        };
        if (i > 0 && d.kind[i - 1] == Kind.IMM) d.immediate2 = (int) value;
        else d.immediate = value;
        if (operand.addressing == Addressing.A) d.immediate2 = d.u16();
    }
}
