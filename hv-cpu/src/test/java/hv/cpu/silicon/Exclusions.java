package hv.cpu.silicon;

import hv.cpu.decode.Mnemonic;
import hv.cpu.decode.Op;
import hv.cpu.decode.Trait;
import hv.cpu.decode.Variation;
import hv.cpu.state.Segment;
import hv.cpu.x87.X87Operations;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** What can't be compared on this host, and why: the unproven part of the table. */
final class Exclusions {
    /** An encoding with which a variation shows, and why it can't be compared then. */
    private record Doubt(Variation variation, String reason, Predicate<Op> shows) {}

    private static final Map<Mnemonic, String> REASONS = new EnumMap<>(Mnemonic.class);
    private static final Doubt[] NEWER = {
        new Doubt(Variation.COUNTS_ZEROS, "F3H makes it TZCNT or LZCNT on newer processors", op -> op.rep),
    };
    private static final Doubt[] AMD = {
        new Doubt(Variation.BRANCH_SIZE, "AMD's processors heed 66H", op -> op.codeWidth == 64 && op.operandSizeOverride),
        new Doubt(Variation.TARGET_FAULT, "AMD's processors fault at the target", op -> op.codeWidth == 64),
        new Doubt(Variation.UPPER_HALVES, "AMD's processors clear other upper halves", op -> op.codeWidth == 64 && op.addressWidth == 4),
        new Doubt(Variation.COUNT_ABOVE_SIZE, "counts above 16 are undefined", op -> op.width == 2),
        new Doubt(Variation.PARTIAL_LOADS, "AMD's processors may do otherwise with what is loaded before a fault", op -> true),
        new Doubt(Variation.FAR_POINTER_SIZE, "AMD's processors ignore REX.W", op -> op.width == 8),
    };

    /** What the host must have, as Linux names it. */
    private static final Map<Mnemonic, String> FEATURES = new EnumMap<>(Map.of(Mnemonic.XSAVE, "xsave", Mnemonic.XRSTOR, "xsave", Mnemonic.XSAVEOPT, "xsaveopt",
            Mnemonic.XSAVEC, "xsavec", Mnemonic.XSAVES, "xsaves", Mnemonic.XRSTORS, "xsaves"));

    private static final Set<Mnemonic> X87 = X87Operations.table().keySet();
    private static final Set<Mnemonic> TRANSFERS = EnumSet.of(Mnemonic.CALL_FAR, Mnemonic.JMP_FAR, Mnemonic.RET_FAR, Mnemonic.IRET);

    static {
        because("it tells what the machine is, or the time", Mnemonic.CPUID, Mnemonic.RDTSC, Mnemonic.RDTSCP, Mnemonic.RDPMC, Mnemonic.XGETBV,
                Mnemonic.RDRAND, Mnemonic.RDSEED);
        because("the operating system answers, where UMIP forbids it", Mnemonic.SGDT, Mnemonic.SIDT, Mnemonic.SLDT, Mnemonic.STR, Mnemonic.SMSW);
        because("it enters the operating system", Mnemonic.SYSCALL, Mnemonic.SYSENTER);
        because("it goes through a gate, or not", Mnemonic.INT, Mnemonic.INT1, Mnemonic.INT3, Mnemonic.INTO);
        because("it calls the hypervisor that the host may run on", Mnemonic.VMCALL, Mnemonic.VMFUNC);
    }

    private static void because(String reason, Mnemonic... mnemonics) { for (Mnemonic mnemonic : mnemonics) REASONS.put(mnemonic, reason); }

    private final Host host;
    private final Map<String, String> met = new TreeMap<>();

    Exclusions(Host host) { this.host = host; }

    boolean basesWork() { return host.has("fsgsbase"); }

    /** Whether an instruction can't be compared; it is remembered as unproven then. */
    boolean excludes(Op op, State before) {
        boolean none = op.mnemonic == Mnemonic.UNDEFINED || op.mnemonic == Mnemonic.TOO_LONG;
        String reason = none ? undefined(op, before) : reason(op);
        if (reason != null) met.put(op.mnemonic + (REASONS.containsKey(op.mnemonic) ? "" : " in some encodings"), reason);
        return reason != null;
    }

    private String reason(Op op) {
        String reason = REASONS.get(op.mnemonic);
        if (reason == null) reason = doubt(NEWER, op);
        if (reason == null && !host.has(FEATURES.getOrDefault(op.mnemonic, "lm"))) reason = "the host lacks it";
        if (reason == null && host.amd() && X87.contains(op.mnemonic)) return "processors of vendors differ in corners of x87, and ours is like Intel's";
        return reason == null && host.amd() ? doubt(AMD, op) : reason;
    }

    private String undefined(Op op, State before) {
        if (!host.intel()) return "may mean something to another vendor's processors";
        return NewerOpcodes.has(before, op.codeWidth) ? "may mean something to newer processors" : null;
    }

    private static String doubt(Doubt[] doubts, Op op) {
        for (Doubt doubt : doubts) if (op.row.has(doubt.variation) && doubt.shows.test(op)) return doubt.reason;
        return null;
    }

    /** Whether execution may go on elsewhere than behind the instruction. */
    boolean leaves(Op op) { return op.row.has(Trait.BRANCH) || TRANSFERS.contains(op.mnemonic); }

    /** Whether it holds back the single-step trap. */
    boolean shadows(Op op) {
        return (op.mnemonic == Mnemonic.MOV_TO_SEG || op.mnemonic == Mnemonic.POP_SEG) && op.dr == Segment.SS;
    }

    /** Whether single steps end within the instruction. */
    boolean repeats(Op op) { return (op.rep || op.repne) && op.row.has(Trait.REPEATABLE); }

    /** What was met and not compared, with the reasons. */
    Map<String, String> met() { return met; }
}
