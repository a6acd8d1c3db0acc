package hv.cpu.decode;

/** One operand in Intel syntax. */
public final class OperandText {
    private static final String[] SEGMENTS = {"es", "cs", "ss", "ds", "fs", "gs"};
    private static final String[] BYTES = {"al", "cl", "dl", "bl", "spl", "bpl", "sil", "dil"};
    private static final String[] HIGH_BYTES = {"ah", "ch", "dh", "bh"};
    private static final String[] WORDS = {"ax", "cx", "dx", "bx", "sp", "bp", "si", "di"};
    private static final int SS = 2, DS = 3, RSP = 4, RBP = 5, RSI = 6, RDI = 7, NO_REGISTER = 16;

    private OperandText() {}

    static String of(Op op, int i) {
        Operand operand = op.row.operands().get(i);
        int kind = i == 0 ? op.dk : i == 1 ? op.sk : op.tk;
        int number = i == 0 ? op.dr : i == 1 ? op.sr : op.tr;
        int width = i == 0 ? op.dw : i == 1 ? op.sw : op.tw;
        return switch (kind) {
            case Kind.MEM -> size(operand, width) + memory(op);
            case Kind.IMM -> immediate(op, operand, i);
            case Kind.ST -> operand == Operand.ST ? "st" : "st(" + number + ")";
            case Kind.REL -> hex(op.target);
            case Kind.FAR -> hex(op.immediate2) + ":" + hex(op.immediate);
            case Kind.STRING_SOURCE -> size(operand, width) + string(op, op.segment, RSI);
            case Kind.STRING_DESTINATION -> size(operand, width) + string(op, 0, RDI);
            default -> register(kind, number, width);
        };
    }

    /**
     * The name of a register other than an x87 one.
     *
     * @param kind  one of {@link Kind}
     * @param width in bytes; of no account unless the kind is {@link Kind#REG}
     */
    public static String register(int kind, int number, int width) {
        return switch (kind) {
            case Kind.REG -> register(number, width);
            case Kind.REG_HIGH -> HIGH_BYTES[number];
            case Kind.SEG -> SEGMENTS[number];
            case Kind.CR -> "cr" + number;
            case Kind.DR -> "dr" + number;
            case Kind.MMX -> "mm" + number;
            case Kind.XMM -> "xmm" + number;
            default -> throw new IllegalArgumentException("no text for operand kind " + kind);
        };
    }

    private static String immediate(Op op, Operand operand, int i) {
        if (operand == Operand.ONE) return "1";
        if (i > 0 && op.row.operands().get(i - 1).addressing == Addressing.I) return hex(op.immediate2);
        return hex(operand.addressing == Addressing.SIGNED_I ? Draft.truncate(op.immediate, op.width) : op.immediate);
    }

    private static String register(int number, int width) {
        if (number >= 8) return "r" + number + (width == 8 ? "" : width == 4 ? "d" : width == 2 ? "w" : "b");
        return switch (width) {
            case 1 -> BYTES[number];
            case 2 -> WORDS[number];
            case 4 -> "e" + WORDS[number];
            default -> "r" + WORDS[number];
        };
    }

    private static String size(Operand operand, int width) {
        if (operand.addressing == Addressing.O) return "";
        return switch (operand.inMemory(width)) {
            case 1 -> "BYTE PTR ";
            case 2 -> "WORD PTR ";
            case 4 -> "DWORD PTR ";
            case 6 -> "FWORD PTR ";
            case 8 -> "QWORD PTR ";
            case 10 -> "TBYTE PTR ";
            case 16 -> operand.size == Size.X ? "XMMWORD PTR " : "OWORD PTR ";
            default -> "";
        };
    }

    private static String string(Op op, int segment, int register) {
        return SEGMENTS[segment] + ":[" + register(register, op.addressWidth) + "]";
    }

    private static String memory(Op op) {
        if (op.ripRelative) return segment(op, DS) + "[" + (op.addressWidth == 8 ? "rip" : "eip") + signed((int) (op.displacement - op.next)) + "]";
        if (op.base == NO_REGISTER && op.index == NO_REGISTER)
            return SEGMENTS[op.segment] + ":" + hex(Draft.truncate(op.displacement, op.addressWidth));
        StringBuilder text = new StringBuilder(segment(op, op.base == RSP || op.base == RBP ? SS : DS)).append('[');
        if (op.base != NO_REGISTER) text.append(register(op.base, op.addressWidth));
        if (op.index != NO_REGISTER) text.append(op.base == NO_REGISTER ? "" : "+").append(index(op));
        if (op.displacement != 0) text.append(signed(op.displacement));
        return text.append(']').toString();
    }

    private static String index(Op op) {
        String name = register(op.index, op.addressWidth);
        return op.addressWidth == 2 ? name : name + "*" + (1 << op.shift);
    }

    /** The segment as a prefix; empty if it is the default one. */
    private static String segment(Op op, int usual) { return op.segment == usual ? "" : SEGMENTS[op.segment] + ":"; }

    private static String signed(long displacement) { return displacement < 0 ? "-" + hex(-displacement) : "+" + hex(displacement); }

    private static String hex(long value) { return "0x" + Long.toHexString(value); }
}
