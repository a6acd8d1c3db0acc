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
 * Far RET, and what it shares with IRET.
 *
 * @sdm 2B "RET—Return From Procedure"
 */
final class Returns {
    private Returns() {}

    /** The immediate is the number of bytes of arguments to release, on both stacks when the level changes. */
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
     * To the same level; rSP is as wide as the code to return to uses it. What is released is summed up first, as wide as the stack is before: silicon
     * releases 4 bytes for RETF 0FFFCH of 32-bit code with a 16-bit stack, wherever it returns to.
     */
    static void same(Cpu c, Descriptor code, long offset, long release) {
        long taken = CodeTargets.checkOffset(c, code, offset), bytes = Width.unsigned(c.stackWidth, release);
        SegmentLoads.commitCode(c, code, code.rpl());
        c.rip = taken;
        c.modeChanged();
        Stack.release(c, bytes);
    }

    /**
     * To a less privileged level (or, by IRET in 64-bit mode, any): rSP and SS are {@code above} bytes above the top of the stack. Silicon reads SS first, and
     * no more than its two bytes.
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

    /** The descriptor of the stack to return to; null for a null selector, which is for returns to 64-bit code above privilege level 3. */
    private static Descriptor stack(Cpu c, Descriptor code, int selector) {
        int cpl = code.rpl();
        boolean nullAllowed = c.longMode() && code.longCode() && cpl != 3 && (selector & 3) == cpl;
        return isNull(selector) && nullAllowed ? null : SegmentLoads.stack(c, selector, cpl, ExceptionVector.GP);
    }
}
