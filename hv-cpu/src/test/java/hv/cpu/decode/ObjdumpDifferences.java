package hv.cpu.decode;

import static hv.cpu.decode.Mnemonic.*;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Where objdump's text and ours differ though both are right, each with the reason. */
final class ObjdumpDifferences {
    /** A spelling of objdump's, and ours, for the instructions that it concerns. */
    private record Spelling(String reason, Predicate<Op> concerns, Pattern theirs, Function<MatchResult, String> ours) {}

    /** An instruction that objdump and the processor of this project understand differently. */
    private record Meaning(String reason, Predicate<Op> concerns, Pattern theirs) {}

    private static final Set<String> KNOWN = Arrays.stream(Mnemonic.values()).map(Mnemonic::text).collect(Collectors.toSet());
    private static final List<String> PREDICATES = List.of("eq", "lt", "le", "unord", "neq", "nlt", "nle", "ord");
    private static final String NO_EFFECT = "(?:(?:rex(?:\\.[WRXB]+)?|data16|data32|addr16|addr32|[c-gs]s|bnd|notrack) )*";

    private static final List<Spelling> SPELLINGS = List.of(
            of("prefixes are listed as an instruction where a REX is not the last of them", all(), "; ", m -> " "),
            of("LOCK is shown as often as it stands there", all(), "^(?:lock )+(?=lock )", m -> ""),
            of("prefixes without effect are shown", all(), "^" + NO_EFFECT + "(lock )?" + NO_EFFECT, m -> or(m.group(1), "")),
            of("F2H and F3H are shown where nothing repeats", op -> !op.row.has(Trait.REPEATABLE),
                    "^(lock )?" + NO_EFFECT + "(?:(?:rep|repn?z|xacquire|xrelease) " + NO_EFFECT + ")+", m -> or(m.group(1), "")),
            of("F2H and F3H are shown as often as they stand there", op -> op.row.has(Trait.REPEATABLE), "^(?:(repn?z |rep )" + NO_EFFECT + ")+",
                    m -> m.group(1)),
            of("the default segment is shown if encoded", op -> op.dk == Kind.MEM || op.sk == Kind.MEM,
                    "ds:(\\[(?![er]?[bs]p\\b(?!\\*)))|ss:(\\[(?=[er]?[bs]p\\b(?!\\*)))", m -> "["),
            of("a displacement of zero is shown if encoded", all(), "\\+0x0\\]", m -> "]"),
            of("without a base, an index of none is shown", all(), "(\\ws:)?\\[[re]iz\\*\\d([+-]0x\\w+)?\\]",
                    m -> or(m.group(1), "ds:") + absolute(m.group(2), m.group())),
            of("an index of none is shown", all(), "\\+[re]iz\\*\\d", m -> ""),
            of("RIP-relative displacements are not shown with a sign", all(), "\\+0x(f{8}\\w{8})\\]",
                    m -> "-0x" + Long.toHexString(-Long.parseUnsignedLong(m.group(1), 16)) + "]"),
            of("addresses of code are not truncated to 16 bits", op -> op.dk == Kind.REL && op.width == 2, "0x[0-9a-f]+$",
                    m -> "0x" + Long.toHexString(Long.parseUnsignedLong(m.group().substring(2), 16) & 0xFFFF)),
            of("MOV with a 64-bit offset or immediate has a name of its own", all(), "^movabs", m -> "mov"),
            of("the implied operand of XLAT is shown", is(XLAT), " .*", m -> ""),
            of("XCHG with itself is how NOP is encoded", is(NOP), "^xchg .*", m -> "nop"),
            of("TZCNT and LZCNT are BSF and BSR where they don't exist", is(BSF, BSR), "^(tzcnt|lzcnt)",
                    m -> m.group().equals("tzcnt") ? "bsf" : "bsr"),
            of("the usual operand size is shown too", is(SGDT, SIDT, LGDT, LIDT).and(op -> op.width * 8 == op.codeWidth), "^(\\w{4})[wd] ",
                    m -> m.group(1) + " "),
            of("the usual operand size is shown too", is(SYSRET, SYSEXIT), "d$", m -> ""),
            of("the size of the descriptor is not shown", is(INVPCID), ",", m -> ",OWORD PTR "),
            of("80-bit far pointers are shown as shorter ones", op -> op.width == 8 && op.row.operands().contains(Operand.Mp), "[DF]WORD",
                    m -> "TBYTE"),
            of("the size of the operand is not shown", is(LDDQU), ",(?=[c-gs]s:|\\[)", m -> ",XMMWORD PTR "),
            of("the first predicates have names", is(CMPPS, CMPPD, CMPSS, CMPSD), "^cmp(eq|lt|le|unord|neq|nlt|nle|ord)(\\w\\w) (.*)",
                    m -> "cmp" + m.group(2) + " " + m.group(3) + ",0x" + PREDICATES.indexOf(m.group(1))),
            of("the choices of halves have names", is(PCLMULQDQ), "^pclmul([lh])q([lh])qdq (.*)",
                    m -> "pclmulqdq " + m.group(3) + ",0x" + Integer.toHexString((m.group(1).equals("h") ? 1 : 0) | (m.group(2).equals("h") ? 16 : 0))),
            of("JMP's unusual width is shown in one of two encodings", is(JMP), "^jmp[wd] (?=0x)", m -> "jmp "),
            of("who had a use for it is shown", is(FNENI, FNDISI, FNSETPM), "\\(8087 only\\)|\\(287 only\\)", m -> ""),
            of("a selector's register is shown as wide as the operand size",
                    op -> EnumSet.of(LAR, LSL, MOV_TO_SEG).contains(op.mnemonic) && op.sk == Kind.REG,
                    ",(?:[re](?=[^0-9])|(r\\d+)d?$)", m -> m.group(1) == null ? "," : "," + m.group(1) + "w"));

    private static final List<Meaning> MEANINGS = List.of(
            new Meaning("an instruction that has no row", is(UNDEFINED),
                    Pattern.compile("(?!(?:" + String.join("|", KNOWN).replace("(bad)", "bad") + ")\\b).*")),
            new Meaning("how long is something that is no instruction?", is(UNDEFINED), Pattern.compile(".*\\(bad\\).*")),
            new Meaning("segment registers 6 and 7, and loading CS", is(UNDEFINED), Pattern.compile(".*mov \\?,.*|.*,\\?|mov cs,.*")),
            new Meaning("reserved control, debug and test registers", is(UNDEFINED), Pattern.compile("mov .*\\b(cr|dr|tr)\\d+.*")),
            new Meaning("only AMD has SYSCALL outside 64-bit mode", is(UNDEFINED), Pattern.compile("syscall|sysret")),
            new Meaning("REX.W prevails over 66H", is(MOVSXD, FLDENV, FNSAVE, FNSTENV, FRSTOR).and(op -> op.operandSizeOverride && op.width == 8),
                    Pattern.compile("movsxd .*|f\\w+w .*")),
            new Meaning("before an indirect branch 3EH means NOTRACK to newer processors",
                    is(CALL, JMP).and(op -> op.dk == Kind.MEM && op.segment == 3),
                    Pattern.compile(".*")),
            new Meaning("LOCK where it is not allowed", is(UNDEFINED).and(op -> op.lock), Pattern.compile(".*")),
            new Meaning("prefixes don't matter in WBINVD where WBNOINVD doesn't exist", is(WBINVD), Pattern.compile("\\(bad\\)|wbnoinvd")),
            new Meaning("prefixes before a REX that is not the last prefix are forgotten", all(), Pattern.compile(".* rex\\S*; .*")),
            new Meaning("bit 1 of the choice is taken for bit 4", is(PCLMULQDQ).and(op -> (op.immediate & 0xEE) != 0), Pattern.compile("pclmul[lh]q.*")),
            new Meaning("no manual of Intel's knows SALC", is(SALC), Pattern.compile(".*\\(bad\\)")),
            new Meaning("no-operations that newer processors, or AMD's, have a use for", is(NOP), Pattern.compile("(?!nop).*")),
            new Meaning("r/m doesn't matter in fences", is(LFENCE, MFENCE, SFENCE), Pattern.compile("\\(bad\\).*")),
            new Meaning("second encodings that no manual of Intel's knows", is(FCOM, FCOMP, FSTP, FSTPNCE, FXCH), Pattern.compile("\\(bad\\)")),
            new Meaning("FWAIT is taken to be a part of the instruction behind it", is(FWAIT), Pattern.compile("(?!fwait).*")),
            new Meaning("something only a 287 had", is(UNDEFINED), Pattern.compile("frstpm.*")),
            new Meaning("F2H doesn't matter in bit scans", is(BSF, BSR), Pattern.compile("\\(bad\\).*")));

    private ObjdumpDifferences() {}

    private static Spelling of(String reason, Predicate<Op> concerns, String theirs, Function<MatchResult, String> ours) {
        return new Spelling(reason, concerns, Pattern.compile(theirs), ours);
    }

    private static Predicate<Op> all() { return op -> true; }

    private static Predicate<Op> is(Mnemonic... mnemonics) { return op -> List.of(mnemonics).contains(op.mnemonic); }

    private static String or(String text, String otherwise) { return text == null ? otherwise : text; }

    /** A signed displacement as an address of 64 bits, or of 32 where the index shows that. */
    private static String absolute(String displacement, String operand) {
        long value = displacement == null ? 0 : Long.decode(displacement);
        return "0x" + Long.toHexString(operand.contains("riz") ? value : value & 0xFFFF_FFFFL);
    }

    /** There is nothing to compare. */
    static boolean excuse(Op op, String theirs) {
        String text = theirs.replace("; ", " ").replaceFirst("^" + NO_EFFECT + "(?:(?:lock|repn?z|xacquire|xrelease) )*" + NO_EFFECT, "");
        return MEANINGS.stream().anyMatch(m -> m.concerns.test(op) && (m.theirs.matcher(text).matches() || m.theirs.matcher(theirs).matches()));
    }

    static String normalize(String theirs, Op op) {
        String text = theirs;
        for (Spelling spelling : SPELLINGS) if (spelling.concerns.test(op)) text = spelling.theirs.matcher(text).replaceAll(spelling.ours);
        return text;
    }
}
