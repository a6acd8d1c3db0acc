package hv.cpu.simd;

import hv.api.x86.Cr0;
import hv.api.x86.Cr4;
import hv.api.x86.ExceptionVector;
import hv.cpu.decode.Kind;
import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Operands;
import hv.cpu.semantics.Segmentation;
import hv.cpu.state.Segment;
import hv.cpu.state.VectorState;

/**
 * The common parts of instructions on XMM registers: whether they are available, where their operands are, and which exceptions they raise.
 *
 * @sdm 2A "Exceptions Type for SIMD Instructions"; 3A "Emulation of SSE Extensions", "Monitoring CR0.TS"
 */
final class Sse {
    /** The exceptions that are found before anything is computed. Where one of them is unmasked, none of the others is reported. */
    private static final int BEFORE = VectorState.IE | VectorState.DE | VectorState.ZE;

    private Sse() {}

    /** Throws #UD or #NM where SSE instructions are not available. */
    static void check(Cpu c) {
        if ((c.cr0 & (Cr0.EM | Cr0.TS) | ~c.cr4 & Cr4.OSFXSR) == 0) return;
        throw c.fault((c.cr0 & Cr0.EM) != 0 || (c.cr4 & Cr4.OSFXSR) == 0 ? ExceptionVector.UD : ExceptionVector.NM);
    }

    /** The linear address of a 16-byte operand that must be aligned: #GP(0) if it is not, before any other fault. */
    static long aligned(Cpu c, Op o, boolean write) {
        long offset = Operands.offset(c, o), base = c.long64 && o.segment < Segment.FS ? 0 : c.segments[o.segment].base;
        if ((base + offset & 15) != 0) throw c.gp(0);
        return Operands.linear(c, o.segment, offset, 16, write);
    }

    /** The linear address of a 16-byte operand without alignment, to which CR0.AM does not apply. */
    static long unaligned(Cpu c, Op o, boolean write) {
        long offset = Operands.offset(c, o);
        return c.alignmentChecked ? Segmentation.linear(c, o.segment, offset, 16, 1, write) : Operands.linear(c, o.segment, offset, 16, write);
    }

    /** The linear address of a 16-byte second operand, for {@link #low} and {@link #high}; 0 for a register. */
    static long source(Cpu c, Op o, int sk) { return sk == Kind.MEM ? aligned(c, o, false) : 0; }

    static long low(Cpu c, Op o, int sk, long at) { return sk == Kind.MEM ? c.mem.read(at, 8) : c.vector.xmm[o.sr << 1]; }

    static long high(Cpu c, Op o, int sk, long at) { return sk == Kind.MEM ? c.mem.read(at + 8, 8) : c.vector.xmm[(o.sr << 1) + 1]; }

    /** The low {@code bytes} (2, 4 or 8) of the second operand, zero-extended from memory. From a register it is the whole low half. */
    static long scalar(Cpu c, Op o, int sk, int bytes) {
        return sk == Kind.MEM ? c.mem.read(Operands.address(c, o, bytes, false), bytes) : c.vector.xmm[o.sr << 1];
    }

    static void set(Cpu c, int register, long low, long high) {
        c.vector.xmm[register << 1] = low;
        c.vector.xmm[(register << 1) + 1] = high;
    }

    /** Reports the exceptions of a computation in MXCSR. Where one is not masked, throws #XM, or #UD without CR4.OSXMMEXCPT. */
    static void report(Cpu c) {
        var v = c.vector;
        if (v.raised != 0) reportRaised(c, v);
    }

    private static void reportRaised(Cpu c, VectorState v) {
        int flags = v.raised, unmasked = flags & ~(v.mxcsr >> VectorState.MASK_SHIFT);
        v.raised = 0;
        v.mxcsr |= (unmasked & BEFORE) != 0 ? flags & BEFORE : flags;
        if (unmasked != 0) throw c.fault((c.cr4 & Cr4.OSXMMEXCPT) != 0 ? ExceptionVector.XM : ExceptionVector.UD);
    }
}
