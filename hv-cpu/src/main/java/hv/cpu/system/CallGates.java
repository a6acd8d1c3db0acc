package hv.cpu.system;

import hv.api.x86.ExceptionVector;
import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Stack;
import hv.cpu.state.Registers;
import hv.cpu.state.Segment;

/**
 * Far JMP and CALL to a call gate, a task gate or a TSS.
 *
 * @sdm 3A "Accessing a Code Segment Through a Call Gate" and "Stack Switching"
 */
final class CallGates {
    private CallGates() {}

    static void transfer(Cpu c, Op o, Descriptor d, boolean call) {
        int type = d.type();
        boolean gate = type == Descriptor.CALL_GATE || type == Descriptor.CALL_GATE16 && !c.longMode();
        boolean task = type == Descriptor.TASK_GATE || type == Descriptor.TSS || type == Descriptor.TSS16;
        if (!gate && (!task || c.longMode())) throw c.gp(d.errorCode());
        if (d.dpl() < c.cpl || d.dpl() < d.rpl()) throw c.gp(d.errorCode());
        if (!d.present()) throw c.fault(ExceptionVector.NP, d.errorCode());
        if (!gate) {
            switchTask(c, o, d, call);
            return;
        }
        var code = code(c, d);
        long offset = offset(c, d);
        CodeTargets.checkOffset(c, code, offset);
        int cpl = call && !code.conforming() ? code.dpl() : c.cpl;
        if (!call && !code.conforming() && code.dpl() != c.cpl) throw c.gp(code.errorCode());
        var stack = call ? pushed(c, o, d, cpl) : PendingStack.current(c);
        SegmentLoads.commitCode(c, code, cpl);
        stack.commit(c);
        c.rip = offset;
        c.modeChanged();
    }

    private static void switchTask(Cpu c, Op o, Descriptor d, boolean call) {
        int selector = d.type() == Descriptor.TASK_GATE ? d.gateSelector() : d.selector();
        TaskSwitches.byInstruction(c, selector, call ? TaskSwitches.CALL : TaskSwitches.JMP, o.length, o.next);
    }

    private static Descriptor code(Cpu c, Descriptor gate) {
        var code = DescriptorTables.readNotNull(c, gate.gateSelector(), ExceptionVector.GP);
        if (!code.code() || code.dpl() > c.cpl || c.longMode() && (!code.longCode() || code.big())) throw c.gp(code.errorCode());
        if (!code.present()) throw c.fault(ExceptionVector.NP, code.errorCode());
        return code;
    }

    /** The offset in a gate. In IA-32e mode a gate has 16 bytes, and its upper half must have type 0. */
    private static long offset(Cpu c, Descriptor gate) {
        if (!c.longMode()) return gate.type() == Descriptor.CALL_GATE ? gate.gateOffset() : gate.gateOffset() & 0xFFFF;
        boolean valid = DescriptorTables.within(c, gate.selector(), 16) && (c.mem.readSystem(gate.address() + 13, 1) & 0x1F) == 0;
        if (!valid) throw c.gp(gate.errorCode());
        return gate.gateOffset() | DescriptorTables.upper(c, gate) << 32;
    }

    /** Pushes to the new stack: the return address and, for an inner level, the old stack pointer and the parameters below it. */
    private static PendingStack pushed(Cpu c, Op o, Descriptor gate, int cpl) {
        int w = c.longMode() ? 8 : gate.type() == Descriptor.CALL_GATE ? 4 : 2;
        boolean inner = cpl < c.cpl;
        var stack = c.longMode() ? PendingStack.flat(c, inner ? TaskState.stackPointer64(c, cpl) : c.r[Registers.RSP], cpl)
                : inner ? PendingStack.inner(c, cpl) : PendingStack.current(c);
        if (inner) pushOld(c, stack, w, gate);
        FarTransfers.pushReturn(c, stack, w, o.next);
        return stack;
    }

    private static void pushOld(Cpu c, PendingStack stack, int w, Descriptor gate) {
        stack.push(c, w, c.segments[Segment.SS].selector);
        stack.push(c, w, c.r[Registers.RSP]);
        int parameters = c.longMode() ? 0 : gate.gateParameters();
        for (int i = parameters - 1; i >= 0; i--) stack.push(c, w, Stack.peek(c, w, (long) i * w));
    }
}
