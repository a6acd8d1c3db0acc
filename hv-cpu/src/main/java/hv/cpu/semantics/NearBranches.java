package hv.cpu.semantics;

import static hv.cpu.state.Registers.RCX;

import hv.cpu.decode.Kind;
import hv.cpu.decode.Op;
import hv.cpu.state.Segment;

/** Near JMP, CALL and RET, LOOP and JCXZ. */
final class NearBranches {
    private NearBranches() {}

    /** Loads RIP; a target outside CS or, in 64-bit code, a non-canonical one is #GP(0). */
    static void go(Cpu c, long target) {
        requireTarget(c, target);
        c.rip = target;
    }

    private static void requireTarget(Cpu c, long target) {
        if (!c.flat || !Segmentation.canonical(target)) requireInCode(c, target);
    }

    private static void requireInCode(Cpu c, long target) {
        boolean inside = c.long64 ? Segmentation.canonical(target) : target <= (c.segments[Segment.CS].limit & 0xFFFF_FFFFL);
        if (!inside) throw c.gp(0);
    }

    private static long target(Cpu c, Op o, int w, int dk) { return dk == Kind.REL ? o.target : Width.unsigned(w, Operands.first(c, o, w, dk)); }

    static void jmp(Cpu c, Op o, int w, int dk, int sk) { go(c, target(c, o, w, dk)); }

    /** Calls. The return address is stored before the target is checked; rSP changes after that. */
    static void call(Cpu c, Op o, int w, int dk, int sk) {
        long target = target(c, o, w, dk);
        Stack.store(c, w, o.next);
        go(c, target);
        Stack.release(c, -w);
    }

    /** Returns. The immediate is the number of bytes of arguments to release. */
    static void ret(Cpu c, Op o, int w, int dk, int sk) {
        go(c, Stack.peek(c, w, 0));
        Stack.release(c, w + o.immediate);
    }

    static void loop(Cpu c, Op o, int w, int dk, int sk) { loopWhile(c, o, true); }
    static void loope(Cpu c, Op o, int w, int dk, int sk) { loopWhile(c, o, c.flags.zf()); }
    static void loopne(Cpu c, Op o, int w, int dk, int sk) { loopWhile(c, o, !c.flags.zf()); }

    private static void loopWhile(Cpu c, Op o, boolean condition) {
        long count = Width.unsigned(o.addressWidth, c.r[RCX] - 1);
        if (condition && count != 0) go(c, o.target);
        else c.rip = o.next;
        Operands.setRegister(c, o.addressWidth, RCX, count);
    }

    static void jcxz(Cpu c, Op o, int w, int dk, int sk) {
        if (Width.unsigned(o.addressWidth, c.r[RCX]) == 0) go(c, o.target);
        else c.rip = o.next;
    }
}
