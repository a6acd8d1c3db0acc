package hv.cpu.x87;

import static hv.cpu.real.Extended.SIGN;

import hv.cpu.decode.Kind;
import hv.cpu.decode.Op;
import hv.cpu.real.RealUnit;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Operands;
import hv.cpu.state.Registers;

/**
 * Control instructions, and those that move registers whatever they hold.
 *
 * @sdm 1 "x87 FPU Control Instructions"
 */
final class Control {
    private Control() {}

    static void fninit(Cpu c, Op o, int w, int dk, int sk) {
        Fpu.requireAvailable(c);
        c.x87.init();
    }

    static void fnclex(Cpu c, Op o, int w, int dk, int sk) {
        Fpu.requireAvailable(c);
        c.x87.clearExceptions();
    }

    /** FNENI, FNDISI and FNSETPM, which do nothing. */
    static void nothing(Cpu c, Op o, int w, int dk, int sk) { Fpu.requireAvailable(c); }

    static void fldcw(Cpu c, Op o, int w, int dk, int sk) {
        Fpu.requireReady(c);
        c.x87.control((int) c.mem.read(Operands.address(c, o, 2, false), 2));
    }

    static void fnstcw(Cpu c, Op o, int w, int dk, int sk) {
        Fpu.requireAvailable(c);
        c.mem.write(Operands.address(c, o, 2, true), 2, c.x87.control());
    }

    static void fnstsw(Cpu c, Op o, int w, int dk, int sk) {
        Fpu.requireAvailable(c);
        if (dk == Kind.MEM) c.mem.write(Operands.address(c, o, 2, true), 2, c.x87.statusWord());
        else Operands.setRegister(c, 2, Registers.RAX, c.x87.statusWord());
    }

    static void fnop(Cpu c, Op o, int w, int dk, int sk) {
        Fpu.requireReady(c);
        Fpu.pointers(c, o);
    }

    static void fincstp(Cpu c, Op o, int w, int dk, int sk) { turn(c, o, 1); }
    static void fdecstp(Cpu c, Op o, int w, int dk, int sk) { turn(c, o, -1); }

    /** Moves the top of the stack; tags stay. */
    private static void turn(Cpu c, Op o, int by) {
        Fpu.finish(c, o, Fpu.begin(c));
        c.x87.top = Fpu.st(c, by);
    }

    static void ffree(Cpu c, Op o, int w, int dk, int sk) {
        Fpu.finish(c, o, Fpu.begin(c));
        Fpu.free(c, Fpu.st(c, o.dr));
    }

    static void ffreep(Cpu c, Op o, int w, int dk, int sk) {
        ffree(c, o, w, dk, sk);
        Fpu.pop(c);
    }

    static void fchs(Cpu c, Op o, int w, int dk, int sk) { Arithmetic.unary(c, o, (u, e, m) -> u.result(e ^ SIGN, m)); }
    static void fabs(Cpu c, Op o, int w, int dk, int sk) { Arithmetic.unary(c, o, (u, e, m) -> u.result(e & ~SIGN, m)); }

    /** Exchanges registers. An empty one counts as the indefinite. */
    static void fxch(Cpu c, Op o, int w, int dk, int sk) {
        RealUnit u = Fpu.begin(c);
        int st = Fpu.st(c, 0), other = Fpu.st(c, o.dr);
        boolean noFirst = Fpu.empty(c, st), noOther = Fpu.empty(c, other);
        if (noFirst || noOther) u.stackFault(0);
        Fpu.finish(c, o, u);
        if (u.stopped()) return;
        int e = noFirst ? u.exponent : c.x87.exponents[st];
        long m = noFirst ? u.significand : c.x87.significands[st];
        Fpu.write(c, st, noOther ? u.exponent : c.x87.exponents[other], noOther ? u.significand : c.x87.significands[other]);
        Fpu.write(c, other, e, m);
    }
}
