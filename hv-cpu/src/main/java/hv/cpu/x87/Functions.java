package hv.cpu.x87;

import hv.cpu.decode.Op;
import hv.cpu.real.Arctangent;
import hv.cpu.real.Exponentials;
import hv.cpu.real.RealUnit;
import hv.cpu.real.Scaling;
import hv.cpu.real.Trigonometry;
import hv.cpu.semantics.Cpu;
import hv.cpu.state.X87State;

/**
 * FXTRACT and the transcendental functions.
 *
 * @sdm 1 "Basic Arithmetic Instructions", "Transcendental Instructions"
 */
final class Functions {
    private static final int CODES = X87State.C1 | X87State.C2;

    private Functions() {}

    /** A function of an angle, which may be out of range. @return the condition codes: C2, or 0 */
    @FunctionalInterface private interface OfAngle {
        int apply(RealUnit u, int e, long m);
    }

    static void f2xm1(Cpu c, Op o, int w, int dk, int sk) { Arithmetic.unary(c, o, Exponentials::exponential); }
    static void fyl2x(Cpu c, Op o, int w, int dk, int sk) { popping(c, o, Exponentials::logarithm); }
    static void fyl2xp1(Cpu c, Op o, int w, int dk, int sk) { popping(c, o, Exponentials::logarithmOfSum); }
    static void fpatan(Cpu c, Op o, int w, int dk, int sk) { popping(c, o, Arctangent::arctangent); }
    static void fsin(Cpu c, Op o, int w, int dk, int sk) { ofAngle(c, o, Trigonometry::sin); }
    static void fcos(Cpu c, Op o, int w, int dk, int sk) { ofAngle(c, o, Trigonometry::cos); }
    static void fsincos(Cpu c, Op o, int w, int dk, int sk) { pushing(c, o, CODES, Trigonometry::sinAndCos); }
    static void fptan(Cpu c, Op o, int w, int dk, int sk) { pushing(c, o, CODES, Trigonometry::tan); }

    /** Extracts: ST(0) becomes its exponent, and its significand is pushed. */
    static void fxtract(Cpu c, Op o, int w, int dk, int sk) {
        pushing(c, o, X87State.C1, (u, e, m) -> {
            Scaling.extract(u, e, m);
            return 0;
        });
    }

    /** Replaces ST(1) by a function of ST(0) and ST(1), and pops. */
    private static void popping(Cpu c, Op o, Arithmetic.Binary function) {
        Arithmetic.registers(c, o, 1, 0, (u, ye, ym, xe, xm) -> function.apply(u, xe, xm, ye, ym));
        if (!c.real.stopped()) Fpu.pop(c);
    }

    private static void ofAngle(Cpu c, Op o, OfAngle function) {
        RealUnit u = Fpu.begin(c);
        int st = Fpu.st(c, 0), codes = 0;
        if (Fpu.empty(c, st)) u.stackFault(0);
        else codes = function.apply(u, c.x87.exponents[st], c.x87.significands[st]);
        if (finish(c, o, u, CODES, codes)) Fpu.write(c, st, u);
    }

    /** Replaces ST(0) by the second result of a function, and pushes the first one. */
    private static void pushing(Cpu c, Op o, int cleared, OfAngle function) {
        RealUnit u = Fpu.begin(c);
        int st = Fpu.st(c, 0), codes = 0;
        if (Fpu.empty(c, st)) u.stackFault(0);
        else if (!Fpu.empty(c, Fpu.st(c, -1))) u.stackFault(X87State.C1);
        else codes = function.apply(u, c.x87.exponents[st], c.x87.significands[st]);
        if (!finish(c, o, u, cleared, codes)) return;
        Fpu.write(c, st, u.secondExponent, u.secondSignificand);
        Fpu.write(c, Fpu.push(c), u);
    }

    /** Ends an instruction. @return whether there is a result */
    private static boolean finish(Cpu c, Op o, RealUnit u, int cleared, int codes) {
        Fpu.finish(c, o, u, cleared);
        c.x87.status |= codes;
        return codes == 0 && !u.stopped();
    }
}
