package hv.cpu.silicon;

import hv.cpu.decode.Mnemonic;
import hv.cpu.decode.Op;
import hv.cpu.decode.Row;
import hv.cpu.decode.Trait;
import hv.cpu.state.Segment;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Instructions that can't be compared on this host, with the reasons: the unproven part of the table. */
final class Exclusions {
    private static final Map<Mnemonic, String> REASONS = new EnumMap<>(Mnemonic.class);
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
    private final Map<Mnemonic, String> reasons;
    private final Map<String, String> met = new TreeMap<>();

    Exclusions(Host host) { this(host, REASONS); }

    private Exclusions(Host host, Map<Mnemonic, String> reasons) {
        this.host = host;
        this.reasons = reasons;
    }

    /** No operating system and no other processor takes part: whatever is defined can be compared. */
    static Exclusions withoutHost() { return new Exclusions(Host.withEverything(), Map.of()); }

    boolean basesWork() { return host.has("fsgsbase"); }

    /** Whether an instruction can't be compared; it is remembered as unproven then. */
    boolean excludes(Op op, State before) {
        boolean none = op.mnemonic == Mnemonic.UNDEFINED || op.mnemonic == Mnemonic.TOO_LONG;
        String reason = none ? undefined(op, before) : reason(op);
        if (reason != null) met.put(op.mnemonic + (reasons.containsKey(op.mnemonic) ? "" : " in some encodings"), reason);
        return reason != null;
    }

    private String reason(Op op) {
        String reason = reasons.get(op.mnemonic);
        return reason == null && lacks(op.row) ? "the host lacks it" : reason;
    }

    private boolean lacks(Row row) { return row.feature() != null && !host.has(row.feature().name().toLowerCase(Locale.ROOT)); }

    private String undefined(Op op, State before) {
        if (!host.intel() && AmdOpcodes.has(before, op.codeWidth)) return "may mean something to AMD's processors";
        return NewerOpcodes.has(before, op.codeWidth) ? "may mean something to newer processors" : null;
    }

    /** Whether execution may go on elsewhere than behind the instruction. */
    boolean leaves(Op op) { return op.row.has(Trait.BRANCH) || TRANSFERS.contains(op.mnemonic); }

    /** Whether it holds back the single-step trap. */
    boolean shadows(Op op) {
        return (op.mnemonic == Mnemonic.MOV_TO_SEG || op.mnemonic == Mnemonic.POP_SEG) && op.dr == Segment.SS;
    }

    /** Whether single steps end within the instruction. */
    boolean repeats(Op op) { return (op.rep || op.repne) && op.row.has(Trait.REPEATABLE); }

    /**
     * Whether its stack must be flat: behind a far call to 16-bit code with a 16-bit stack, Linux on AMD's processors delivers no single-step
     * trap, for ever.
     */
    boolean needsFlatStack(Op op) {
        boolean needs = !host.intel() && op.mnemonic == Mnemonic.CALL_FAR && op.codeWidth != 64;
        if (needs) met.put(op.mnemonic + " with a 16-bit stack", "Linux does not return from it");
        return needs;
    }

    /** The instructions that were met and not compared, with the reasons. */
    Map<String, String> met() { return met; }
}
