package hv.cpu.silicon;

import static hv.cpu.silicon.Vectors.BREAKPOINT;
import static hv.cpu.silicon.Vectors.GENERAL_PROTECTION;
import static hv.cpu.silicon.Vectors.PAGE_FAULT;
import static hv.cpu.silicon.Vectors.SINGLE_STEP;

import hv.api.x86.Rflags;
import hv.cpu.state.Registers;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** Where two states after an instruction differ, less what the row leaves undefined. */
final class Comparison {
    private static final int COMPARED = Rflags.ALL & ~Rflags.RF;
    private static final long PAGE = ~0xFFFL;   // which byte of an image is accessed first is left open
    private static final long USER_END = 0x7FFF_FFFF_F000L;

    private final List<String> differences = new ArrayList<>();
    private Case at;
    /** Approximations are those of Intel's processors. */
    private boolean exactly;

    private Comparison() {}

    /** @param extended the FXSAVE image counts; @param host whose state after it is */
    static List<String> differences(Case at, boolean extended, Host host) {
        var comparison = new Comparison();
        comparison.at = at;
        comparison.exactly = host.intel();
        if (StateImages.take(at.op.mnemonic)) SavedImages.adapt(at, !host.intel());
        if (faultsAtHostsEntry(at.ours) || StateImages.take(at.op.mnemonic) && SavedImages.askedForMore(at)) return List.of();
        comparison.compare();
        boolean fault = at.ours.get(State.VECTOR) != State.NONE;
        if (extended && !(fault && Undefined.loadsInPieces(at.op))) comparison.extended();
        return comparison.differences;
    }

    /** Random memory has named an entry of the GDT that Linux sets up by thread and processor, and that ours has not. */
    private static boolean faultsAtHostsEntry(State ours) {
        return ours.get(State.VECTOR) == GENERAL_PROTECTION && Tables.differsByHost((int) ours.get(State.ERROR));
    }

    /** A trap behind the instruction means that it completed. */
    static void normalize(Case at) {
        var theirs = at.theirs;
        long vector = theirs.get(State.VECTOR);
        if (vector == SINGLE_STEP) theirs.set(State.VECTOR, State.NONE);
        else if (vector == BREAKPOINT && (at.before.get(State.RFLAGS) & Rflags.TF) == 0) {
            theirs.set(State.VECTOR, State.NONE);
            theirs.set(State.RIP, theirs.get(State.RIP) - 1);
        }
    }

    private void compare() {
        boolean fault = at.ours.get(State.VECTOR) != State.NONE;
        quad("vector", State.VECTOR, -1);
        if (fault) fault();
        for (int i = 0; i < 16; i++) register(i);
        quad("rip", State.RIP, -1);
        quad("rflags", State.RFLAGS, fault ? COMPARED : COMPARED & ~Undefined.flags(at));
        segments();
        if (!fault || Undefined.memoryIsKept(at.op)) bytes("memory", State.MEMORY, State.MEMORY_BYTES);
    }

    private void extended() {
        for (int i = 0; i < State.FX_USED; i += 8)
            if (!exactly && Reciprocals.result(at.op, i)) reciprocals(i);
            else quad("fx+" + i, State.FX + i, Undefined.definedInFx(at, i));
        if (Approximations.approximates(at.op.mnemonic)) approximations();
    }

    private void reciprocals(int i) { if (!Reciprocals.near(at.ours.get(State.FX + i), at.theirs.get(State.FX + i))) quad("fx+" + i, State.FX + i, -1); }

    /** Compares the x87 registers of approximations, which {@link Undefined} leaves out: they must be nearly equal. */
    private void approximations() {
        for (int i = 0; i < 8; i++) {
            int slot = FxImage.ST + 16 * i;
            if (Approximations.near(at.theirs, at.ours, slot)) continue;
            quad("st" + i, slot, -1);
            quad("exponent of st" + i, slot + 8, -1);
        }
    }

    private void register(int i) {
        boolean left64 = i == Registers.RSP && at.theirs.selector(State.CS) != Tables.USER_CODE_64;
        long mask = Undefined.defined(at, i) & (at.op.codeWidth == 64 && !left64 ? -1 : 0xFFFF_FFFFL);
        value(State.NAMES[i], at.theirs.register(i) & mask, at.ours.register(i) & mask);
    }

    private void fault() {
        boolean pageFault = at.theirs.get(State.VECTOR) == PAGE_FAULT;
        boolean hidden = pageFault && Long.compareUnsigned(at.theirs.get(State.CR2), USER_END) >= 0;   // Linux says "present" for its own addresses
        quad("error code", State.ERROR, hidden ? ~1 : -1);
        if (pageFault) quad("cr2", State.CR2, StateImages.take(at.op.mnemonic) ? PAGE : -1);
    }

    private void segments() {
        value("cs", at.theirs.selector(State.CS), at.ours.selector(State.CS));
        value("ss", at.theirs.selector(State.SS), at.ours.selector(State.SS));
        for (int field : new int[] {State.DS, State.ES, State.FS, State.GS})
            value("selector at " + field, shown(at.theirs.get(field)), shown(at.ours.get(field)));
        quad("fs base", State.FS_BASE, -1);
        quad("gs base", State.GS_BASE, -1);
    }

    /** The way to the signal handler makes null selectors 0. */
    private static long shown(long selector) { return Tables.isNull((int) selector) ? 0 : selector; }

    private void quad(String what, int offset, long mask) { value(what, at.theirs.get(offset) & mask, at.ours.get(offset) & mask); }

    private void value(String what, long theirs, long ours) {
        if (theirs != ours) differences.add(what + " " + Long.toHexString(ours) + ", host " + Long.toHexString(theirs));
    }

    private void bytes(String what, int offset, int count) {
        if (MemorySegment.mismatch(at.theirs.bytes, offset, offset + count, at.ours.bytes, offset, offset + count) < 0) return;
        for (int i = 0; i < count; i += 8)
            if (at.theirs.get(offset + i) != at.ours.get(offset + i)) quad(what + "+" + Integer.toHexString(i), offset + i, -1);
    }
}
