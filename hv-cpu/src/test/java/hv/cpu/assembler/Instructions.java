package hv.cpu.assembler;

import hv.cpu.decode.Decoder;
import hv.cpu.decode.Encodings;
import hv.cpu.decode.Kind;
import hv.cpu.decode.Mnemonic;
import hv.cpu.decode.Op;
import hv.cpu.decode.OpcodeMaps;
import hv.cpu.decode.Operand;
import hv.cpu.decode.Row;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Decoded instructions: random ones of every row, and what each means, however it is encoded. */
final class Instructions {
    private static final int NO_REGISTER = 16, TRIES = 400;
    private static final Set<Mnemonic> SHORT_ONLY = EnumSet.of(Mnemonic.LOOP, Mnemonic.LOOPE, Mnemonic.LOOPNE, Mnemonic.JCXZ);
    private static final Set<Mnemonic> FAR = EnumSet.of(Mnemonic.CALL_FAR, Mnemonic.JMP_FAR);

    private Instructions() {}

    /** Instructions of each row that this code has; only those whose text tells all of them. @param each how many of each row */
    static List<Op> ofEveryRow(int codeWidth, int each, long address) {
        var encodings = new Encodings(new Random(codeWidth));
        List<Op> all = new ArrayList<>();
        for (Row row : OpcodeMaps.ROWS) if (Encodings.exists(row, codeWidth)) all.addAll(of(row, codeWidth, each, address, encodings));
        return all;
    }

    private static List<Op> of(Row row, int codeWidth, int each, long address, Encodings encodings) {
        List<Op> all = new ArrayList<>();
        for (int i = 0; i < TRIES && all.size() < each; i++) {
            Op op = decode(encodings.of(row, codeWidth), codeWidth, address);
            if (op.row == row && !textSaysLess(op)) all.add(op);
        }
        if (all.size() < each) throw new AssertionError("only " + all.size() + " instructions of " + row + " in " + codeWidth + "-bit code");
        return all;
    }

    static Op decode(byte[] bytes, int codeWidth, long address) { return new Decoder().decode(at -> at < bytes.length ? bytes[at] : 0, address, codeWidth); }

    /** An instruction's text is for people: some that are rare have none of their own. */
    private static boolean textSaysLess(Op op) {
        boolean unusualTarget = op.dk == Kind.REL && op.width != op.codeWidth / 8;
        boolean lengthMatters = SHORT_ONLY.contains(op.mnemonic) && op.length > (op.mnemonic == Mnemonic.JCXZ ? 3 : 2);
        boolean farLooksNear = FAR.contains(op.mnemonic) && op.row.operands().contains(Operand.Mp) && op.width == 2;
        return unusualTarget || lengthMatters || farLooksNear;
    }

    /** All that distinguishes an instruction from others. */
    static String meaning(Op op) {
        List<String> operands = List.of(operand(op, op.dk, op.dr, op.dw), operand(op, op.sk, op.sr, op.sw), operand(op, op.tk, op.tr, op.tw));
        return name(op) + (op.mnemonic == Mnemonic.XCHG ? new TreeSet<>(operands) : operands);
    }

    /** With prefixes, and with the letter for an operand size that the operands don't show. */
    private static String name(Op op) {
        String text = op.toString();
        if (op.dk == Kind.NONE) return text;
        return text.substring(0, text.indexOf(' ', text.matches("(lock|rep\\w*) .*") ? text.indexOf(' ') + 1 : 0));
    }

    private static String operand(Op op, int kind, int number, int width) {
        return switch (kind) {
            case Kind.NONE -> "-";
            case Kind.MEM -> width + " bytes at " + memory(op);
            case Kind.IMM -> Long.toHexString(op.immediate) + " " + op.immediate2;
            case Kind.REL -> "to " + Long.toHexString(op.target);
            case Kind.FAR -> op.immediate2 + ":" + Long.toHexString(op.immediate);
            case Kind.STRING_SOURCE -> op.segment + " source " + op.addressWidth;
            case Kind.STRING_DESTINATION -> "destination " + op.addressWidth;
            case Kind.REG -> "register " + number + " of " + width + " bytes";
            default -> "register " + number + " of kind " + kind;
        };
    }

    private static String memory(Op op) {
        if (op.ripRelative) return op.segment + ":rip" + op.addressWidth + "+" + (int) (op.displacement - op.next);
        boolean absolute = op.base == NO_REGISTER && op.index == NO_REGISTER;
        if (absolute) return op.segment + ":" + Long.toHexString(op.addressWidth == 8 ? op.displacement : op.displacement & (1L << 8 * op.addressWidth) - 1);
        return op.segment + ":" + op.base + "+" + op.index + "*" + op.shift + "+" + op.displacement + " of " + op.addressWidth;
    }
}
