package hv.cpu.silicon;

import static hv.cpu.silicon.Vectors.ALIGNMENT_CHECK;
import static hv.cpu.silicon.Vectors.GENERAL_PROTECTION;
import static hv.cpu.silicon.Vectors.PAGE_FAULT;
import static hv.cpu.silicon.Vectors.STACK_FAULT;

import hv.cpu.decode.Mnemonic;
import java.util.EnumSet;
import java.util.Set;

/** Differences between AMD's processors and Intel's in images of FXSAVE, XSAVE and their kin, beyond {@link SavedImages}. */
final class AmdImages {
    private static final int PAGE_SHIFT = 12;
    /** Bits of a linear address with five levels of paging. */
    private static final int UPPER_BITS = 7;
    private static final Set<Mnemonic> RESTORE = EnumSet.of(Mnemonic.FXRSTOR, Mnemonic.XRSTOR);

    private static final Set<Long> FAULTS = Set.of((long) STACK_FAULT, (long) GENERAL_PROTECTION, (long) PAGE_FAULT, (long) ALIGNMENT_CHECK);

    private AmdImages() {}

    static boolean restoresPointers(Case at) { return RESTORE.contains(at.op.mnemonic) && at.op.width == 8 && !at.ours.faulted(); }
    static void signExtendPointer(Case at, Rerun rerun) { at.ours.set(FxImage.DATA, at.ours.get(FxImage.DATA) << UPPER_BITS >> UPPER_BITS); }

    static boolean faults(Case at) { return StateImages.take(at.op.mnemonic) && at.theirs.get(State.VECTOR) == PAGE_FAULT && !at.fetchFaulted(); }
    /** Any page of the image may be the first, also when nothing there is needed. */
    static void anyPage(Case at, Rerun rerun) {
        long first = at.operand() >> PAGE_SHIFT, last = at.operand() + StateImages.bytes(at.op.mnemonic) - 1 >> PAGE_SHIFT;
        long page = at.theirs.get(State.CR2) >> PAGE_SHIFT;
        if (page >= first && page <= last) rerun.fault(at, at.theirs);
    }

    static boolean misaligned(Case at) {
        long vector = at.ours.get(State.VECTOR);
        return StateImages.extended(at.op.mnemonic) && (at.operand() & 63) != 0 && (vector == ALIGNMENT_CHECK || vector == STACK_FAULT);
    }
    static void generalProtection(Case at, Rerun rerun) { rerun.fault(at, GENERAL_PROTECTION, 0, 0); }

    static boolean severalFaults(Case at) {
        boolean legacy = StateImages.take(at.op.mnemonic) && !StateImages.extended(at.op.mnemonic);
        return legacy && (at.operand() & 15) != 0 && at.ours.faulted() && !at.fetchFaulted() && FAULTS.contains(at.theirs.get(State.VECTOR));
    }
    static void theirFault(Case at, Rerun rerun) { rerun.fault(at, at.theirs); }
}
