package hv.cpu.decode;

/** Instructions in Intel syntax for traces and reports, as {@code objdump -M intel} writes it but with one space behind the mnemonic. */
public final class Disassembler {
    private Disassembler() {}

    /** The instruction as text: {@code mov eax,DWORD PTR [rbx+0x8]}. */
    public static String text(Op op) {
        int width = op.mnemonic == Mnemonic.JCXZ ? op.addressWidth : op.width;
        StringBuilder text = new StringBuilder(prefix(op)).append(op.mnemonic.text(width)).append(suffix(op));
        for (int i = 0; i < op.row.operands().size(); i++)
            text.append(i == 0 ? ' ' : ',').append(OperandText.of(op, i));
        return text.toString();
    }

    private static String prefix(Op op) {
        if (op.lock && op.row.has(Trait.LOCKABLE)) return "lock ";
        if (!op.row.has(Trait.REPEATABLE) || !op.rep && !op.repne) return "";
        if (op.repne) return "repnz ";
        return op.row.sets() != 0 ? "repz " : "rep ";
    }

    private static String suffix(Op op) {
        boolean shown = op.dk == Kind.REG || op.dk == Kind.MEM && op.dw != 0;
        if (!op.row.has(Trait.SUFFIXED) || shown || op.width == usualWidth(op)) return "";
        return switch (op.width) {
            case 2 -> "w";
            case 4 -> "d";
            default -> "q";
        };
    }

    private static int usualWidth(Op op) {
        if (op.codeWidth != 64) return op.codeWidth >> 3;
        if (op.row.has(Trait.WIDE_AS_32) && op.width == 8) return 8;
        return op.row.has(Trait.DEFAULT_64) || op.row.has(Trait.FORCED_64) ? 8 : 4;
    }
}
