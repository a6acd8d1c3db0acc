package hv.cpu.system;

import static hv.cpu.state.Registers.RSP;
import static hv.cpu.system.DescriptorTables.isNull;

import hv.api.x86.AccessRights;
import hv.api.x86.ExceptionVector;
import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Operands;
import hv.cpu.semantics.Stack;
import hv.cpu.semantics.Width;
import hv.cpu.state.Segment;

/**
 * Far RET, and the parts that it shares with IRET.
 *
 * @sdm 2B "RET—Return From Procedure"
 */
final class Returns {
    private Returns() {}

    /** Returns far. The immediate is the number of bytes of arguments to release, on both stacks if the level changes. */
    static void far(Cpu c, Op o, int w, int dk, int sk) {
        int selector = (int) Stack.peek(c, 2, w);
        long offset = Stack.peek(c, w, 0);
        long release = 2L * w + o.immediate;
        if (CodeTargets.byParagraph(c)) {
            CodeTargets.loadParagraph(c, selector, offset);
            Stack.release(c, release);
            return;
        }
        var code = CodeTargets.forReturn(c, selector);
        if (code.rpl() > c.cpl) {
            outer(c, code, offset, w, release);
            Stack.release(c, o.immediate);
        } else {
            same(c, code, offset, release);
        }
    }

    /**
     * Returns to the same level; the target's stack width is used for rSP. The number of bytes to release is summed up first, at the width of the
     * present stack: silicon releases 4 bytes for RETF 0FFFCH of 32-bit code with a 16-bit stack, whatever code it returns to.
     */
    static void same(Cpu c, Descriptor code, long offset, long release) {
        long taken = CodeTargets.checkOffset(c, code, offset), bytes = Width.unsigned(c.stackWidth, release);
        SegmentLoads.commitCode(c, code, code.rpl());
        c.rip = taken;
        c.modeChanged();
        Stack.release(c, bytes);
    }

    /**
     * Returns to a less privileged level (IRET in 64-bit mode: to any level). rSP and SS are {@code above} bytes above the top of the stack. Silicon
     * reads SS first, and no more than its two bytes.
     */
    static void outer(Cpu c, Descriptor code, long offset, int w, long above) {
        int selector = (int) Stack.peek(c, 2, above + w);
        long pointer = Stack.peek(c, w, above);
        var stack = stack(c, code, selector);
        long taken = CodeTargets.checkOffset(c, code, offset);
        DescriptorTables.mark(c, code, Descriptor.ACCESSED);
        if (stack == null) c.segments[Segment.SS].load(selector, 0, 0, AccessRights.UNUSABLE | code.rpl() << AccessRights.DPL_SHIFT);
        else SegmentLoads.commit(c, c.segments[Segment.SS], stack);
        SegmentLoads.commitCode(c, code, code.rpl());
        c.rip = taken;
        c.modeChanged();
        Operands.setRegister(c, c.stackWidth, RSP, Width.unsigned(w, pointer));
        SegmentLoads.dropPrivileged(c);
        c.modeChanged();
    }

    /**
     * The checked descriptor of the stack to return to; null for a null selector, which is allowed for returns to 64-bit code above privilege level
     * 3.
     */
    private static Descriptor stack(Cpu c, Descriptor code, int selector) {
        int cpl = code.rpl();
        boolean nullAllowed = c.longMode() && code.longCode() && cpl != 3 && (selector & 3) == cpl;
        return isNull(selector) && nullAllowed ? null : SegmentLoads.stack(c, selector, cpl, ExceptionVector.GP);
    }
}
