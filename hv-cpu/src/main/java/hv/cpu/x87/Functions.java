package hv.cpu.x87;

import hv.cpu.decode.Op;
import hv.cpu.real.RealUnit;
import hv.cpu.real.Scaling;
import hv.cpu.semantics.Cpu;
import hv.cpu.state.X87State;

/**
 * FXTRACT and the transcendental functions.
 *
 * @sdm 1 "Basic Arithmetic Instructions", "Transcendental Instructions"
 */
final class Functions {
    private Functions() {}

    /** ST(0) becomes the exponent, and the significand is pushed. */
    static void fxtract(Cpu c, Op o, int w, int dk, int sk) {
        RealUnit u = Fpu.begin(c);
        int st = Fpu.st(c, 0);
        if (Fpu.empty(c, st)) u.stackFault(0);
        else if (!Fpu.empty(c, Fpu.st(c, -1))) u.stackFault(X87State.C1);
        else Scaling.extract(u, c.x87.exponents[st], c.x87.significands[st]);
        Fpu.finish(c, o, u);
        if (u.stopped()) return;
        Fpu.write(c, st, u.secondExponent, u.secondSignificand);
        Fpu.write(c, Fpu.push(c), u);
    }
}
