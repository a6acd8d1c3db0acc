package hv.cpu.x87;

import hv.api.x86.Rflags;
import hv.cpu.decode.Kind;
import hv.cpu.decode.Op;
import hv.cpu.real.Comparison;
import hv.cpu.real.Conversions;
import hv.cpu.real.Extended;
import hv.cpu.real.RealUnit;
import hv.cpu.semantics.Cpu;
import hv.cpu.state.X87State;

/**
 * Comparisons, FXAM, and instructions that depend on flags.
 *
 * @sdm 1 "Comparison and Classification Instructions"
 */
final class Compares {
    static final int CODES = X87State.C0 | X87State.C1 | X87State.C2 | X87State.C3;

    private Compares() {}

    static void fcom(Cpu c, Op o, int w, int dk, int sk) { real(c, o, w, dk, false, 0); }
    static void fcomp(Cpu c, Op o, int w, int dk, int sk) { real(c, o, w, dk, false, 1); }
    static void fcompp(Cpu c, Op o, int w, int dk, int sk) { register(c, o, 1, false, 2); }
    static void fucom(Cpu c, Op o, int w, int dk, int sk) { register(c, o, o.dr, true, 0); }
    static void fucomp(Cpu c, Op o, int w, int dk, int sk) { register(c, o, o.dr, true, 1); }
    static void fucompp(Cpu c, Op o, int w, int dk, int sk) { register(c, o, 1, true, 2); }
    static void ficom(Cpu c, Op o, int w, int dk, int sk) { integer(c, o, w, 0); }
    static void ficomp(Cpu c, Op o, int w, int dk, int sk) { integer(c, o, w, 1); }
    static void fcomi(Cpu c, Op o, int w, int dk, int sk) { toFlags(c, o, false, 0); }
    static void fcomip(Cpu c, Op o, int w, int dk, int sk) { toFlags(c, o, false, 1); }
    static void fucomi(Cpu c, Op o, int w, int dk, int sk) { toFlags(c, o, true, 0); }
    static void fucomip(Cpu c, Op o, int w, int dk, int sk) { toFlags(c, o, true, 1); }

    static void ftst(Cpu c, Op o, int w, int dk, int sk) {
        RealUnit u = Fpu.begin(c);
        u.result(0, 0);
        unit(c, o, u, false, 0);
    }

    private static void real(Cpu c, Op o, int w, int dk, boolean quiet, int pops) {
        if (dk != Kind.MEM) {
            register(c, o, o.dr, quiet, pops);
            return;
        }
        RealUnit u = Fpu.begin(c);
        Loads.real(c, o, w, u);
        unit(c, o, u, quiet, pops);
    }

    private static void integer(Cpu c, Op o, int w, int pops) {
        RealUnit u = Fpu.begin(c);
        Conversions.fromInteger(u, Loads.integer(c, o, w));
        unit(c, o, u, false, pops);
    }

    /** Compares ST(0) with ST(i). */
    private static void register(Cpu c, Op o, int i, boolean quiet, int pops) {
        RealUnit u = Fpu.begin(c);
        finish(c, o, u, registers(c, u, i, quiet), pops);
    }

    /** Compares ST(0) with the operand in the unit. */
    private static void unit(Cpu c, Op o, RealUnit u, boolean quiet, int pops) {
        int st = Fpu.st(c, 0), codes = Comparison.UNORDERED;
        if (Fpu.empty(c, st)) u.stackFault(0);
        else codes = Comparison.compare(u, c.x87.exponents[st], c.x87.significands[st], u.exponent, u.significand, quiet);
        finish(c, o, u, codes, pops);
    }

    private static int registers(Cpu c, RealUnit u, int i, boolean quiet) {
        int x = Fpu.st(c, 0), y = Fpu.st(c, i);
        X87State r = c.x87;
        if (Fpu.empty(c, x) || Fpu.empty(c, y)) {
            u.stackFault(0);
            return Comparison.UNORDERED;
        }
        return Comparison.compare(u, r.exponents[x], r.significands[x], r.exponents[y], r.significands[y], quiet);
    }

    private static void finish(Cpu c, Op o, RealUnit u, int codes, int pops) {
        Fpu.finish(c, o, u, CODES);
        c.x87.status |= codes;
        if (u.stopped()) return;
        for (int i = 0; i < pops; i++) Fpu.pop(c);
    }

    private static boolean empty(RealUnit u) { return (u.raised & X87State.SF) != 0; }

    private static void toFlags(Cpu c, Op o, boolean quiet, int pops) {
        RealUnit u = Fpu.begin(c);
        int codes = registers(c, u, o.sr, quiet);
        Fpu.finish(c, o, u, empty(u) ? X87State.C1 : 0);
        boolean zf = (codes & X87State.C3) != 0, pf = (codes & X87State.C2) != 0, cf = (codes & X87State.C0) != 0;
        c.flags.setStatus((zf ? Rflags.ZF : 0) | (pf ? Rflags.PF : 0) | (cf ? Rflags.CF : 0));
        if (pops > 0 && !u.stopped()) Fpu.pop(c);
    }

    static void fxam(Cpu c, Op o, int w, int dk, int sk) {
        Fpu.requireReady(c);
        int st = Fpu.st(c, 0), e = c.x87.exponents[st];
        int type = Fpu.empty(c, st) ? X87State.C3 | X87State.C0 : Comparison.examine(e, c.x87.significands[st]);
        c.x87.status = c.x87.status & ~CODES | type | ((e & Extended.SIGN) != 0 ? X87State.C1 : 0);
        Fpu.pointers(c, o);
    }

    static void fcmovb(Cpu c, Op o, int w, int dk, int sk) { move(c, o, c.flags.cf()); }
    static void fcmove(Cpu c, Op o, int w, int dk, int sk) { move(c, o, c.flags.zf()); }
    static void fcmovbe(Cpu c, Op o, int w, int dk, int sk) { move(c, o, c.flags.cf() || c.flags.zf()); }
    static void fcmovu(Cpu c, Op o, int w, int dk, int sk) { move(c, o, c.flags.pf()); }
    static void fcmovnb(Cpu c, Op o, int w, int dk, int sk) { move(c, o, !c.flags.cf()); }
    static void fcmovne(Cpu c, Op o, int w, int dk, int sk) { move(c, o, !c.flags.zf()); }
    static void fcmovnbe(Cpu c, Op o, int w, int dk, int sk) { move(c, o, !c.flags.cf() && !c.flags.zf()); }
    static void fcmovnu(Cpu c, Op o, int w, int dk, int sk) { move(c, o, !c.flags.pf()); }

    /** Moves ST(i) to ST(0) if {@code moves}. Both registers must be in use even if nothing moves. */
    private static void move(Cpu c, Op o, boolean moves) {
        RealUnit u = Fpu.begin(c);
        int to = Fpu.st(c, 0), from = Fpu.st(c, o.sr);
        boolean empty = Fpu.empty(c, to) || Fpu.empty(c, from);
        if (empty) u.stackFault(0);
        else u.result(c.x87.exponents[from], c.x87.significands[from]);
        Fpu.finish(c, o, u, empty ? X87State.C1 : 0);
        if ((moves || empty) && !u.stopped()) Fpu.write(c, to, u);
    }
}
