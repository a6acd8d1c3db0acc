package hv.cpu.silicon;

import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hv.api.x86.Rflags;
import hv.cpu.decode.Decoder;
import hv.cpu.decode.Encodings;
import hv.cpu.decode.Op;
import hv.cpu.decode.Row;
import java.util.List;
import java.util.regex.Pattern;

/** Makes cases of a subject from seeds. */
final class Generator {
    private static final int[] PREFIXES = {0x26, 0x2E, 0x36, 0x3E, 0x64, 0x65, 0x66, 0x67, 0xF0, 0xF2, 0xF3, 0x40, 0x41, 0x48, 0x4F};
    /** The mnemonics to make instructions of: {@code silicon.only}, a regular expression. */
    private static final Pattern ONLY = Pattern.compile(System.getProperty("silicon.only", ".*"));
    private static final int LOCK = 0xF0, ARITHMETIC = Rflags.STATUS | Rflags.DF;

    /** How many instructions are made in vain, one after another, before it is seen that there are none. */
    private static final int MOST_TRIES = 100_000;

    private final CaseRandom random = new CaseRandom();
    private final Encodings encodings = new Encodings(random);
    private final Addresses addresses = new Addresses(random);
    private final Decoder decoder = new Decoder();
    private final Subject subject;
    private final List<Row> rows;
    private final Mode mode;
    private final Segments segments;
    private final Exclusions exclusions;

    Generator(Subject subject, Mode mode, Exclusions exclusions) {
        this.subject = subject;
        this.mode = mode;
        this.exclusions = exclusions;
        segments = new Segments(random, mode, exclusions.basesWork());
        rows = subject.rows().stream().filter(row -> Encodings.exists(row, mode.codeWidth) && ONLY.matcher(row.mnemonic().name()).matches()).toList();
        assumeFalse(rows.isEmpty(), "no row of this subject");
    }

    /** Fills the state before with an instruction that the host can be trusted with. */
    void make(Case made, long seed) {
        random.seed(seed);
        made.seed = seed;
        var before = made.before;
        int tries = 0;
        do {
            assumeTrue(tries++ < MOST_TRIES, () -> "nothing of this subject can be compared here: " + exclusions.met());
            place(before);
            code(before);
            made.op = decode(before);
        } while (!subject.operands().suits(made.op) || exclusions.excludes(made.op, before) || exclusions.shadows(made.op) && !breakpointFollows(made));
        for (int i = made.op.length; i < State.CODE_BYTES; i++) before.put(State.CODE + i, HostProgram.FILLER);
        registers(before);
        made.region = addresses.region();
        segments.choose(made.region, before);
        if (exclusions.needsFlatStack(made.op)) before.selector(State.SS, Tables.USER_DATA);
        FxImage.initial(before);
        memory(before);
        subject.operands().choose(random, made.op, before);
        addresses.choose(made.op, made.region, before);
        before.set(State.MEMORY_PLACE, SharedFile.BASE + made.region.memoryOffset());
        made.op = decode(before);
        subject.operands().place(random, made.op, before, new Placed(made.op, before, made.region));
        flags(made);
    }

    /** Somewhere in the code region; sometimes across its pages or out of it. */
    private void place(State before) {
        long rip = Region.CODE.linear + switch (random.nextInt(32)) {
            case 0 -> 0x1000 - random.nextInt(16);
            case 1 -> 0x2000 - random.nextInt(1, 16);
            default -> 0x800 + random.nextInt(16);
        };
        before.set(State.RIP, rip - mode.codeBase());
        before.set(State.CODE_PLACE, rip - Region.CODE.linear + Region.CODE.offset() + SharedFile.BASE);
    }

    private void code(State before) {
        byte[] bytes = subject.operands().code(random, encodings, rows.get(random.nextInt(rows.size())), mode.codeWidth);
        boolean lock = random.once(48);   // mostly where it is not allowed
        int more = lock ? 1 : random.once(24) ? random.once(8) ? random.nextInt(8, 15) : 1 : 0;
        for (int i = 0; i < State.CODE_BYTES; i++)
            before.put(State.CODE + i, i < more ? lock ? LOCK : random.pick(PREFIXES) : i - more < bytes.length ? bytes[i - more] : HostProgram.FILLER);
    }

    private Op decode(State before) { return decoder.decode(i -> before.at(State.CODE + i), before.get(State.RIP), mode.codeWidth); }

    private void registers(State before) {
        for (int i = 0; i < 16; i++) before.register(i, i < 8 || mode == Mode.LONG_64 ? random.value() & mode.registerMask() : 0);
    }

    private void memory(State before) {
        for (int i = 0; i < State.MEMORY_BYTES; i += 8) before.set(State.MEMORY + i, (i & 56) == 0 ? random.value() : random.nextLong());
    }

    /** Mostly the breakpoint behind it ends the instruction; the trap flag does where that cannot, and sometimes (it is slow in virtual machines). */
    private void flags(Case made) {
        boolean stepped = exclusions.leaves(made.op) || !breakpointFollows(made) || random.once(16) && !exclusions.shadows(made.op);
        int flags = Rflags.IF | Rflags.FIXED | random.nextInt(1 << 22) & ARITHMETIC | (stepped ? Rflags.TF : 0) | (random.once(16) ? Rflags.AC : 0) | (random.once(16) ? Rflags.ID : 0);
        made.before.set(State.RFLAGS, flags);
        made.before.set(State.OPTIONS, stepped && exclusions.repeats(made.op) ? State.STEPS : 0);
    }

    private boolean breakpointFollows(Case made) {
        return made.op.length < State.CODE_BYTES && made.op.next + mode.codeBase() - Region.CODE.linear < 0x2000;
    }
}
