package hv.cpu.system;

import hv.api.x86.ExceptionVector;
import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Width;
import hv.cpu.state.GuestException;
import hv.cpu.state.Segment;

/**
 * Far JMP and CALL, direct and to gates.
 *
 * @sdm 2A "JMP—Jump" and "CALL—Call Procedure"
 */
final class FarTransfers {
    private FarTransfers() {}

    static void jump(Cpu c, Op o, int w, int dk, int sk) {
        var to = FarPointer.of(c, o, w, dk);
        if (CodeTargets.byParagraph(c)) {
            CodeTargets.loadParagraph(c, to.selector(), Width.unsigned(w, to.offset()));
            return;
        }
        var d = DescriptorTables.readNotNull(c, to.selector(), ExceptionVector.GP);
        if (!d.segment()) {
            CallGates.transfer(c, o, d, false);
            return;
        }
        if (!d.code()) throw c.gp(d.errorCode());
        CodeTargets.checkDirect(c, d);
        enter(c, d, to.offset());
    }

    static void call(Cpu c, Op o, int w, int dk, int sk) {
        var to = FarPointer.of(c, o, w, dk);
        if (CodeTargets.byParagraph(c)) {
            callParagraph(c, o, w, to);
            return;
        }
        var d = DescriptorTables.readNotNull(c, to.selector(), ExceptionVector.GP);
        if (!d.segment()) {
            CallGates.transfer(c, o, d, true);
            return;
        }
        if (!d.code()) throw c.gp(d.errorCode());
        CodeTargets.checkDirect(c, d);
        var stack = PendingStack.current(c, d);
        pushReturn(c, stack, w, o.next, () -> enter(c, d, to.offset()));
        c.modeChanged();
    }

    private static void callParagraph(Cpu c, Op o, int w, FarPointer to) {
        pushReturn(c, PendingStack.current(c), w, o.next, () -> CodeTargets.loadParagraph(c, to.selector(), Width.unsigned(w, to.offset())));
    }

    /** A fault leaves the return address in memory, as on silicon. A VM exit does not: the pointer may lie there, and is read again. */
    private static void pushReturn(Cpu c, PendingStack stack, int w, long next, Runnable enter) {
        try {
            pushReturn(c, stack, w, next);
            enter.run();
        } catch (GuestException fault) {
            stack.store(c);
            throw fault;
        }
        stack.commit(c);
    }

    static void pushReturn(Cpu c, PendingStack stack, int w, long next) {
        stack.push(c, w, c.segments[Segment.CS].selector);
        stack.push(c, w, next);
    }

    private static void enter(Cpu c, Descriptor d, long offset) {
        long taken = CodeTargets.checkOffset(c, d, offset);
        SegmentLoads.commitCode(c, d, c.cpl);
        c.rip = taken;
        c.modeChanged();
    }
}
