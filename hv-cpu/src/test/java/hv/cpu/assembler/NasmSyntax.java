package hv.cpu.assembler;

import static hv.cpu.decode.Mnemonic.*;

import hv.cpu.decode.Kind;
import hv.cpu.decode.Mnemonic;
import hv.cpu.decode.Op;
import hv.cpu.decode.Operand;
import hv.cpu.decode.Trait;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** Writes instructions as nasm, and the assembler too, wants them. */
final class NasmSyntax {
    private static final int DS = 3;
    /** Instructions for which nasm does not take a width of memory. */
    private static final Set<Mnemonic> UNSIZED = EnumSet.of(CLFLUSH, CMPSD, INVLPG, PALIGNR, PBLENDVB, PMULUDQ, PREFETCHW, PSHUFD, PSHUFHW, PSHUFLW,
            PSHUFW, PSUBQ, PUNPCKLBW, PUNPCKLDQ, PUNPCKLWD, VMCLEAR, VMPTRLD, VMPTRST, VMXON);

    private NasmSyntax() {}

    /**
     * All but names that nasm takes for labels, addresses relative to EIP, those of an index alone for which nasm takes a base, and 32-bit ones in
     * 64-bit code without register.
     */
    static boolean has(Op op) {
        boolean without = op.codeWidth == 64 && op.addressWidth == 4 && op.toString().contains("s:0x");
        return !without && !op.toString().matches("fnsetpm|sysretq|sysexitq") && !op.toString().matches(".*(eip|\\[[re]?\\w+\\*[12]\\b).*");
    }

    /** The text for an instruction that was decoded at address 0, wherever it is assembled. */
    static String of(Op op) {
        String text = op.toString().replace("XMMWORD", "OWORD").replace("TBYTE", "TWORD").replace(" PTR", "").toLowerCase(Locale.ROOT);
        if (op.dk == Kind.STRING_SOURCE || op.dk == Kind.STRING_DESTINATION || op.sk == Kind.STRING_SOURCE || op.sk == Kind.STRING_DESTINATION)
            return string(op, text);
        if (op.dk == Kind.FAR && op.width != op.codeWidth / 8) text = text.replaceFirst(" ", op.width == 2 ? " word " : " dword ");
        if (UNSIZED.contains(op.mnemonic)) text = text.replaceFirst("\\b[doq]?(word|byte) (?=[c-gs]s:|\\[)", "");
        if (op.addressWidth * 8 != op.codeWidth) text = text.replaceFirst("\\b([c-gs]s):(0x\\w+)", "[$1:" + (op.addressWidth == 2 ? "word" : "dword") + " $2]");
        boolean offset = op.row.operands().contains(Operand.Ob) || op.row.operands().contains(Operand.Ov);
        if (offset) text = text.replaceFirst("\\b([c-gs]s):(0x\\w{9,})", "[$1:qword $2]");
        if (op.row.operands().contains(Operand.Mp) || op.mnemonic == Mnemonic.BOUND) text = pair(op, text);
        if (op.dk == Kind.REL) text = text.replaceAll("0x\\w+$", "\\$+(" + distance(op) + ")");
        if (op.ripRelative) text = text.replaceAll("\\[[re]ip.*?]", "[rel \\$+(" + op.displacement + ")]");
        return suffix(op, text).replaceAll("\\b([c-gs]s):\\[", "[$1:").replaceAll("\\b([c-gs]s):(0x\\w+)", "[$1:$2]").replace("[ds:", "[")
                .replaceAll("st\\((\\d)\\)", "st$1").replaceAll("\\bst\\b", "st0");
    }

    private static long distance(Op op) { return op.target << 64 - op.codeWidth >> 64 - op.codeWidth; }

    /** Without operands, but with a letter for their size. */
    private static String string(Op op, String text) {
        boolean source = op.dk == Kind.STRING_SOURCE || op.sk == Kind.STRING_SOURCE;
        String address = op.addressWidth == op.codeWidth / 8 ? "" : "a" + 8 * op.addressWidth + " ";
        String segment = source && op.segment != DS ? text.replaceAll(".*\\b([c-gs]s):\\[[re]?si].*", "$1 ") : "";
        String prefix = text.matches("rep\\w* .*") ? text.substring(0, text.indexOf(' ') + 1) : "";
        return address + segment + prefix + op.mnemonic.text() + "bwdq".charAt(Integer.numberOfTrailingZeros(op.width));
    }

    /** A far pointer's offset has the operand size; BOUND's register tells it. */
    private static String pair(Op op, String text) {
        boolean branch = op.mnemonic == Mnemonic.CALL_FAR || op.mnemonic == Mnemonic.JMP_FAR;
        String size = op.width == 2 ? "word" : op.width == 4 ? "dword" : "qword";
        return text.replaceFirst("\\b[dfqt]?(word|byte) ", branch ? size + " far " : "");
    }

    /** A letter behind the name becomes a prefix before it. */
    private static String suffix(Op op, String text) {
        String name = op.mnemonic.text();
        if (!op.row.has(Trait.SUFFIXED) || !text.matches(name + "[wdq]\\b.*")) return text;
        String rest = text.substring(name.length() + 1);
        if (op.mnemonic == Mnemonic.PUSH) return "push " + (op.width == 2 ? "word" : "dword") + rest;
        return "o" + 8 * op.width + " " + name + rest;
    }
}
