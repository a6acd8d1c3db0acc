package hv.cpu.semantics;

import static hv.cpu.semantics.Operands.source;
import static hv.cpu.semantics.Operands.store;

import hv.cpu.decode.Op;
import hv.cpu.state.Flags;

/**
 * Jcc, SETcc and CMOVcc. Each Jcc is a method of its own, so that the host's branch predictor sees each by itself.
 *
 * @sdm 1 appendix B "EFLAGS Condition Codes"
 */
final class ConditionCodes {
    private ConditionCodes() {}

    /** @param condition as encoded: 0 O, 1 NO, 2 B, 3 AE, 4 E, 5 NE, 6 BE, 7 A, 8 S, 9 NS, 10 P, 11 NP, 12 L, 13 GE, 14 LE, 15 G */
    static boolean holds(Flags f, int condition) {
        boolean positive = switch (condition >> 1) {
            case 0 -> f.of();
            case 1 -> f.cf();
            case 2 -> f.zf();
            case 3 -> f.cf() || f.zf();
            case 4 -> f.sf();
            case 5 -> f.pf();
            case 6 -> f.less();
            default -> f.zf() || f.less();
        };
        return positive == ((condition & 1) == 0);
    }

    static void set(Cpu c, Op o, int w, int dk, int sk) { store(c, o, 1, dk, holds(c.flags, o.condition) ? 1 : 0); }

    /** Moves if the condition holds. In any case the source is read, and the upper half of a 4-byte destination is cleared. */
    static void move(Cpu c, Op o, int w, int dk, int sk) {
        long value = source(c, o, w, sk);
        Operands.setRegister(c, w, o.dr, holds(c.flags, o.condition) ? value : c.r[o.dr]);
    }

    static void jo(Cpu c, Op o, int w, int dk, int sk) { jump(c, o, c.flags.of()); }
    static void jno(Cpu c, Op o, int w, int dk, int sk) { jump(c, o, !c.flags.of()); }
    static void jb(Cpu c, Op o, int w, int dk, int sk) { jump(c, o, c.flags.cf()); }
    static void jae(Cpu c, Op o, int w, int dk, int sk) { jump(c, o, !c.flags.cf()); }
    static void je(Cpu c, Op o, int w, int dk, int sk) { jump(c, o, c.flags.zf()); }
    static void jne(Cpu c, Op o, int w, int dk, int sk) { jump(c, o, !c.flags.zf()); }
    static void jbe(Cpu c, Op o, int w, int dk, int sk) { jump(c, o, c.flags.cf() || c.flags.zf()); }
    static void ja(Cpu c, Op o, int w, int dk, int sk) { jump(c, o, !c.flags.cf() && !c.flags.zf()); }
    static void js(Cpu c, Op o, int w, int dk, int sk) { jump(c, o, c.flags.sf()); }
    static void jns(Cpu c, Op o, int w, int dk, int sk) { jump(c, o, !c.flags.sf()); }
    static void jp(Cpu c, Op o, int w, int dk, int sk) { jump(c, o, c.flags.pf()); }
    static void jnp(Cpu c, Op o, int w, int dk, int sk) { jump(c, o, !c.flags.pf()); }
    static void jl(Cpu c, Op o, int w, int dk, int sk) { jump(c, o, c.flags.less()); }
    static void jge(Cpu c, Op o, int w, int dk, int sk) { jump(c, o, !c.flags.less()); }
    static void jle(Cpu c, Op o, int w, int dk, int sk) { jump(c, o, c.flags.zf() || c.flags.less()); }
    static void jg(Cpu c, Op o, int w, int dk, int sk) { jump(c, o, !c.flags.zf() && !c.flags.less()); }

    private static void jump(Cpu c, Op o, boolean taken) {
        if (taken) NearBranches.go(c, o.target);
        else c.rip = o.next;
    }
}
