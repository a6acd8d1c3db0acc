package hv.cpu.system;

import hv.api.x86.Interruptibility;
import hv.cpu.decode.Kind;
import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Operands;
import hv.cpu.semantics.Operation;
import hv.cpu.semantics.Stack;
import hv.cpu.state.Segment;

/** MOV, PUSH and POP of segment registers; LDS and its kin. */
final class SegmentMoves {
    private SegmentMoves() {}

    static void store(Cpu c, Op o, int w, int dk, int sk) {
        Operands.store(c, o, dk == Kind.MEM ? 2 : w, dk, c.segments[o.sr].selector);
    }

    static void load(Cpu c, Op o, int w, int dk, int sk) {
        SegmentLoads.load(c, o.dr, (int) Operands.source(c, o, 2, sk) & 0xFFFF);
        loaded(c, o.dr);
    }

    static void push(Cpu c, Op o, int w, int dk, int sk) { Stack.pushSelector(c, w, c.segments[o.dr].selector); }

    static void pop(Cpu c, Op o, int w, int dk, int sk) {
        SegmentLoads.load(c, o.dr, (int) Stack.peek(c, 2, 0));
        Stack.release(c, w);
        loaded(c, o.dr);
    }

    /** Blocks interrupts between a load of SS and the next instruction, which loads rSP. */
    private static void loaded(Cpu c, int index) {
        if (index == Segment.SS) c.interruptibility |= Interruptibility.BLOCKING_BY_MOV_SS;
        c.modeChanged();
    }

    /** LDS, LES, LFS, LGS or LSS: loads a far pointer from memory into a segment register and a general one. */
    static Operation farPointer(int segment) {
        return (c, o, w, dk, sk) -> {
            var pointer = FarPointer.of(c, o, w, sk);
            SegmentLoads.load(c, segment, pointer.selector());
            Operands.setRegister(c, w, o.dr, pointer.offset());
            c.modeChanged();
        };
    }
}
