package hv.cpu.system;

import hv.api.x86.ExceptionVector;
import hv.api.x86.Rflags;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Segmentation;
import hv.cpu.state.Registers;
import hv.cpu.state.Segment;

/**
 * Entry to the handler of an event. A fault or VM exit leaves all registers unchanged.
 *
 * @sdm 3A "Exception- and Interrupt-Handler Procedures"; 2A "INT n/INTO/INT3/INT1—Call to Interrupt Procedure"
 */
final class Gates {
    /** The bit of an error code that says that its index is that of an IDT entry. */
    private static final int IDT = 2;
    private static final int ALWAYS_CLEARED = Rflags.TF | Rflags.NT | Rflags.RF | Rflags.VM;

    private Gates() {}

    static void enter(Cpu c, Interruption e) {
        if (!c.protectedMode()) RealModeInterrupts.enter(c, e);
        else if (c.longMode()) enter64(c, e);
        else if (!RealModeInterrupts.enteredFromVirtual8086(c, e)) enter32(c, e);
    }

    private static void enter32(Cpu c, Interruption e) {
        var gate = gate(c, e, 8);
        if (gate.system(Descriptor.TASK_GATE)) {
            checkGate(c, e, gate);
            TaskSwitches.byEvent(c, gate.gateSelector(), e);
            return;
        }
        int type = gate.type() & ~1;
        if (gate.segment() || type != Descriptor.INTERRUPT_GATE && type != Descriptor.INTERRUPT_GATE16) throw c.gp(errorCode(e));
        checkGate(c, e, gate);
        var code = handler(c, gate);
        int w = type == Descriptor.INTERRUPT_GATE ? 4 : 2;
        long offset = w == 4 ? gate.gateOffset() : gate.gateOffset() & 0xFFFF;
        if (offset > (code.limit() & 0xFFFF_FFFFL)) throw c.gp(0);
        int cpl = code.conforming() ? c.cpl : code.dpl();
        var stack = cpl < c.cpl ? PendingStack.inner(c, cpl) : PendingStack.current(c);
        if (c.virtual8086()) pushDataSegments(c, stack, w);
        if (cpl < c.cpl) pushStack(c, stack, w);
        pushFrame(c, stack, w, e);
        commit(c, gate, code, cpl, stack, offset);
    }

    private static void enter64(Cpu c, Interruption e) {
        var gate = gate(c, e, 16);
        if (gate.segment() || (gate.type() & ~1) != Descriptor.INTERRUPT_GATE) throw c.gp(errorCode(e));
        checkGate(c, e, gate);
        long offset = gate.gateOffset() | DescriptorTables.upper(c, gate) << 32;
        var code = handler(c, gate);
        if (!code.longCode() || code.big()) throw c.gp(code.errorCode());
        if (!Segmentation.canonical(offset)) throw c.gp(0);
        int cpl = code.conforming() ? c.cpl : code.dpl();
        var stack = PendingStack.flat(c, stackPointer64(c, gate, cpl) & ~0xF, cpl);
        pushStack(c, stack, 8);
        pushFrame(c, stack, 8, e);
        commit(c, gate, code, cpl, stack, offset);
    }

    private static long stackPointer64(Cpu c, Descriptor gate, int cpl) {
        if (gate.gateStack() != 0) return TaskState.interruptStack(c, gate.gateStack());
        return cpl < c.cpl ? TaskState.stackPointer64(c, cpl) : c.r[Registers.RSP];
    }

    private static int errorCode(Interruption e) { return e.vector() << 3 | IDT; }

    private static Descriptor gate(Cpu c, Interruption e, int bytes) {
        if (e.vector() * bytes + bytes - 1 > c.idtLimit) throw c.gp(errorCode(e));
        long address = DescriptorTables.linear(c, c.idtBase + e.vector() * bytes);
        return new Descriptor(0, address, c.mem.readSystem(address, 8));
    }

    private static void checkGate(Cpu c, Interruption e, Descriptor gate) {
        if (e.requested() && gate.dpl() < c.cpl) throw c.gp(errorCode(e));
        if (!gate.present()) throw c.fault(ExceptionVector.NP, errorCode(e));
    }

    /** The checked code segment of a gate. Virtual-8086 mode is left for privilege level 0 only. */
    private static Descriptor handler(Cpu c, Descriptor gate) {
        var code = DescriptorTables.readNotNull(c, gate.gateSelector(), ExceptionVector.GP);
        if (!code.code() || code.dpl() > c.cpl) throw c.gp(code.errorCode());
        if (!code.present()) throw c.fault(ExceptionVector.NP, code.errorCode());
        if (c.virtual8086() && (code.conforming() || code.dpl() != 0)) throw c.gp(code.errorCode());
        return code;
    }

    private static void pushDataSegments(Cpu c, PendingStack stack, int w) {
        for (int index : new int[] {Segment.GS, Segment.FS, Segment.DS, Segment.ES}) stack.push(c, w, c.segments[index].selector);
    }

    private static void pushStack(Cpu c, PendingStack stack, int w) {
        stack.push(c, w, c.segments[Segment.SS].selector);
        stack.push(c, w, c.r[Registers.RSP]);
    }

    private static void pushFrame(Cpu c, PendingStack stack, int w, Interruption e) {
        stack.push(c, w, c.flags.image() | (e.resume() ? Rflags.RF : 0));
        stack.push(c, w, c.segments[Segment.CS].selector);
        stack.push(c, w, e.rip());
        if (e.hasErrorCode()) stack.push(c, w, e.errorCode());
    }

    private static void commit(Cpu c, Descriptor gate, Descriptor code, int cpl, PendingStack stack, long offset) {
        DescriptorTables.mark(c, code, Descriptor.ACCESSED);
        if (c.virtual8086()) {
            for (int index : new int[] {Segment.ES, Segment.DS, Segment.FS, Segment.GS}) SegmentLoads.loadNull(c.segments[index], 0);
        }
        stack.commit(c);
        SegmentLoads.commitCode(c, code, cpl);
        c.rip = offset;
        boolean interruptGate = (gate.type() & 1) == 0;
        c.flags.others &= ~(interruptGate ? ALWAYS_CLEARED | Rflags.IF : ALWAYS_CLEARED);
    }
}
