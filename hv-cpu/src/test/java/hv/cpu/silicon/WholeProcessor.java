package hv.cpu.silicon;

import hv.api.x86.Rflags;
import hv.cpu.LogicalProcessor.RunResult;
import hv.cpu.Processors;
import hv.cpu.semantics.Cpu;
import hv.cpu.state.Registers;
import hv.cpu.testing.VmxMachine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A processor with its engine, which executes the instruction of a case, delivers what it raises, and comes to the HLT of a handler or to shutdown. */
class WholeProcessor implements AutoCloseable {
    /** More than any repetition of a case takes. */
    private static final long MOST_RETIRED = 100_000;
    private static final int PAGE = 0x1000, ACCESSED_BYTE = 5, ACCESSED = 1, SEGMENT = 0x10;
    private static final List<String> NAMES = names();

    final VmxMachine machine;
    final Cpu c;
    final UserProcess process;
    private final Map<Integer, byte[]> pristine = new HashMap<>();
    private final byte[] mine = new byte[PAGE], others = new byte[PAGE];
    private long retiredBefore, unfinishedBefore;

    /** @param machine executes what it does from now on in the mode, and in or out of VMX operation, as it is */
    WholeProcessor(VmxMachine machine) {
        this.machine = machine;
        c = Processors.inside(machine.cpu);
        process = new UserProcess(c, true, true);
        for (int page : process.pages()) pristine.put(page, page(page, new byte[PAGE]));
    }

    private byte[] page(int at, byte[] into) {
        machine.ram.read(at, into, 0, PAGE);
        return into;
    }

    RunResult run(Case at, Conditions conditions) {
        load(at, conditions);
        return machine.cpu.run();
    }

    final void load(Case at, Conditions conditions) {
        pristine.forEach((page, bytes) -> machine.ram.write(page, bytes, 0, PAGE));
        if (conditions.unmarked()) {
            unmark(UserProcess.GDT, Tables.globalEntries());
            unmark(UserProcess.LDT, Tables.localEntries());
        }
        process.load(at.before, at.region);
        c.x87.fcs = c.x87.fds = 0;
        c.pendingDebug = c.interruptibility = 0;
        c.kernelGsBase = 0;
        c.randomState = at.seed;
        c.tscOffset = at.seed - c.clock.ticks();
        conditions.set(c);
        c.modeChanged();
        c.mem.invalidation().all();
        retiredBefore = c.cycles;
        unfinishedBefore = c.unfinishedCycles;
        machine.cpu.limit(retiredBefore + MOST_RETIRED);
    }

    private void unmark(int table, int entries) {
        for (int at = table + ACCESSED_BYTE; at < table + 8 * entries; at += 8) {
            long rights = machine.ram.read(at, 1);
            if ((rights & SEGMENT) != 0) machine.ram.write(at, 1, rights & ~ACCESSED);
        }
    }

    /** The differences on another processor that has executed the same case. */
    final List<String> differences(WholeProcessor other) {
        var found = new ArrayList<String>();
        long[] here = registers(), there = other.registers();
        for (int i = 0; i < here.length; i++) if (here[i] != there[i]) found.add("%s %x, plainly %x".formatted(NAMES.get(i), here[i], there[i]));
        for (int page : process.pages()) {
            int at = Arrays.mismatch(page(page, mine), other.page(page, others));
            if (at >= 0) found.add("byte %x is %x, plainly %x".formatted(page + at, mine[at], others[at]));
        }
        return found;
    }

    /** RF counts where an event has pushed it. */
    private long[] registers() {
        var values = new long[NAMES.size()];
        System.arraycopy(c.r, 0, values, 0, 16);
        int n = 16;
        for (var s : c.segments) for (long each : new long[] {s.selector, s.base, s.limit, s.rights}) values[n++] = each;
        for (int i = 0; i < 8; i++) {
            values[n++] = c.x87.significands[i];
            values[n++] = c.x87.exponents[i];
        }
        System.arraycopy(c.vector.xmm, 0, values, n, 32);
        n += 32;
        long[] rest = {c.rip, c.flags.image() & ~Rflags.RF, c.cpl, c.cr2, c.dr[6], c.dr[7], c.x87.control(), c.x87.statusWord(), c.x87.tags, c.x87.fop,
            c.x87.fip, c.x87.fdp, c.x87.fcs, c.x87.fds, c.vector.mxcsr, c.interruptibility, c.pendingDebug, c.randomState, c.kernelGsBase,
            c.cycles - retiredBefore, c.unfinishedCycles - unfinishedBefore};
        System.arraycopy(rest, 0, values, n, rest.length);
        return values;
    }

    private static List<String> names() {
        var names = new ArrayList<>(List.of(State.NAMES));
        for (int i = 0; i < new Registers().segments.length; i++)
            for (String part : List.of("selector", "base", "limit", "rights")) names.add(part + " of segment " + i);
        for (int i = 0; i < 8; i++) names.addAll(List.of("significand " + i, "exponent " + i));
        for (int i = 0; i < 32; i++) names.add("half of XMM " + i);
        names.addAll(List.of("rip", "rflags", "cpl", "cr2", "dr6", "dr7", "x87 control", "x87 status", "x87 tags", "fop", "fip", "fdp", "fcs", "fds", "mxcsr",
                "interruptibility", "pending debug", "random state", "kernel GS base", "retired", "unfinished"));
        return names;
    }

    @Override public void close() { machine.close(); }
}
