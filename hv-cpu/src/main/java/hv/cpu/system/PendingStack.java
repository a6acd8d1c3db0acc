package hv.cpu.system;

import static hv.cpu.state.Registers.RSP;

import hv.api.x86.AccessRights;
import hv.api.x86.ExceptionVector;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Operands;
import hv.cpu.semantics.Segmentation;
import hv.cpu.semantics.Width;
import hv.cpu.state.Segment;
import java.util.ArrayList;
import java.util.List;

/**
 * A stack that a far transfer pushes to while SS and rSP still hold the old one: a fault on the way leaves them alone. Pushes are checked at once, and in
 * memory at the end, so that a VM exit on the way finds it as it was.
 */
final class PendingStack {
    private record Push(long linear, int bytes, long value) {}

    private final Segment segment = new Segment();
    private final List<Push> pushes = new ArrayList<>();
    private final int pointerWidth, faultCode;
    /** Whether it is the stack of another privilege level than the present one. */
    private final boolean other, flat;
    private long pointer;

    private PendingStack(long pointer, int pointerWidth, boolean other, int faultCode, boolean flat) {
        this.pointer = pointer;
        this.pointerWidth = pointerWidth;
        this.other = other;
        this.faultCode = faultCode;
        this.flat = flat;
    }

    /** The present stack. */
    static PendingStack current(Cpu c) {
        var stack = new PendingStack(Width.unsigned(c.stackWidth, c.r[RSP]), c.stackWidth, false, 0, c.long64);
        stack.copy(c.segments[Segment.SS]);
        return stack;
    }

    /** The present stack, with the width that code at the same privilege level will use. */
    static PendingStack current(Cpu c, Descriptor code) {
        boolean flat = c.longMode() && code.longCode();
        int width = flat ? 8 : (c.segments[Segment.SS].rights & AccessRights.DB) != 0 ? 4 : 2;
        var stack = new PendingStack(Width.unsigned(width, c.r[RSP]), width, false, 0, flat);
        stack.copy(c.segments[Segment.SS]);
        return stack;
    }

    /** The stack in the TSS for a more privileged level, outside IA-32e mode. */
    static PendingStack inner(Cpu c, int cpl) {
        int selector = TaskState.stackSelector(c, cpl);
        long pointer = TaskState.stackPointer(c, cpl);
        var d = SegmentLoads.stack(c, selector, cpl, ExceptionVector.TS);
        var stack = new PendingStack(pointer, d.big() ? 4 : 2, true, d.errorCode(), false);
        SegmentLoads.commit(c, stack.segment, d);
        return stack;
    }

    /** A flat stack of 64-bit mode. SS becomes null if the privilege level changes. */
    static PendingStack flat(Cpu c, long pointer, int cpl) {
        var stack = new PendingStack(pointer, 8, cpl != c.cpl, 0, true);
        if (!stack.other) stack.copy(c.segments[Segment.SS]);
        else stack.segment.load(cpl, 0, 0, AccessRights.UNUSABLE | cpl << AccessRights.DPL_SHIFT);
        return stack;
    }

    private void copy(Segment s) { segment.load(s.selector, s.base, s.limit, s.rights); }

    void push(Cpu c, int w, long value) {
        long top = Width.unsigned(pointerWidth, pointer - w);
        long linear = linear(c, top, w);
        if (other) c.mem.checkWriteSystem(linear, w);
        else c.mem.checkWrite(linear, w);
        pushes.add(new Push(linear, w, value));
        pointer = top;
    }

    private long linear(Cpu c, long offset, int w) {
        boolean allowed = flat ? Segmentation.canonical(offset) && Segmentation.canonical(offset + w - 1) : Segmentation.withinLimit(segment, offset, w);
        if (!allowed) throw c.ss(faultCode);
        long linear = flat ? offset : segment.base + offset & 0xFFFF_FFFFL;
        if (!other) Segmentation.requireAligned(c, linear, w);
        return linear;
    }

    /** Puts what has been pushed into memory. */
    void store(Cpu c) {
        for (var push : pushes) {
            if (other) c.mem.writeSystem(push.linear, push.bytes, push.value);
            else c.mem.write(push.linear, push.bytes, push.value);
        }
    }

    /** Makes this the stack in use. */
    void commit(Cpu c) {
        store(c);
        c.segments[Segment.SS].load(segment.selector, segment.base, segment.limit, segment.rights);
        Operands.setRegister(c, pointerWidth, RSP, pointer);
    }
}
