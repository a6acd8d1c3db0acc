package hv.cpu.system;

import static hv.cpu.state.Registers.RSP;
import static hv.cpu.system.DescriptorTables.GENERAL_PROTECTION;
import static hv.cpu.system.DescriptorTables.isNull;

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
        long offset = Stack.peek(c, w, 0);
        int selector = (int) Stack.peek(c, w, w) & 0xFFFF;
        long release = 2L * w + o.immediate;
        if (CodeTargets.byParagraph(c)) {
            CodeTargets.loadParagraph(c, selector, offset);
            Stack.release(c, release);
            return;
        }
        var code = CodeTargets.forReturn(c, selector);
        CodeTargets.checkOffset(c, code, offset);
        if (code.rpl() > c.cpl) {
            outer(c, code, offset, w, release);
            Stack.release(c, o.immediate);
        } else {
            Stack.release(c, release);
            SegmentLoads.commitCode(c, code, code.rpl());
            c.rip = offset;
            c.modeChanged();
        }
    }

    /** To a less privileged level (or, by IRET in 64-bit mode, any): rSP and SS are {@code above} bytes above the top of the stack. */
    static void outer(Cpu c, Descriptor code, long offset, int w, long above) {
        long pointer = Stack.peek(c, w, above);
        int selector = (int) Stack.peek(c, w, above + w) & 0xFFFF;
        DescriptorTables.mark(c, code, Descriptor.ACCESSED);
        loadStack(c, code, selector);
        SegmentLoads.commitCode(c, code, code.rpl());
        c.rip = offset;
        c.modeChanged();
        Operands.setRegister(c, c.stackWidth, RSP, Width.unsigned(w, pointer));
        SegmentLoads.dropPrivileged(c);
        c.modeChanged();
    }

    /** A null SS is for returns to 64-bit code above privilege level 3. */
    private static void loadStack(Cpu c, Descriptor code, int selector) {
        int cpl = code.rpl();
        var ss = c.segments[Segment.SS];
        boolean nullAllowed = c.longMode() && code.longCode() && cpl != 3 && (selector & 3) == cpl;
        if (isNull(selector) && nullAllowed) ss.load(selector, 0, 0, Segment.UNUSABLE | cpl << 5);
        else SegmentLoads.commit(c, ss, SegmentLoads.stack(c, selector, cpl, GENERAL_PROTECTION));
    }
}
