package hv.cpu.x87;

import hv.cpu.decode.Kind;
import hv.cpu.decode.Op;
import hv.cpu.real.Conversions;
import hv.cpu.real.Decimal;
import hv.cpu.real.Integers;
import hv.cpu.real.RealUnit;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Operands;

/**
 * Instructions that store ST(0). Where they raise an unmasked exception, memory is not accessed at all.
 *
 * @sdm 1 "Data Transfer Instructions"
 */
final class Stores {
    private static final int EXTENDED = 10;

    private Stores() {}

    static void fst(Cpu c, Op o, int w, int dk, int sk) { real(c, o, w, dk, false); }
    static void fstp(Cpu c, Op o, int w, int dk, int sk) { real(c, o, w, dk, true); }
    static void fstpnce(Cpu c, Op o, int w, int dk, int sk) {
        RealUnit u = Fpu.begin(c);
        int st = Fpu.st(c, 0);
        Fpu.finish(c, o, u);
        if (!Fpu.empty(c, st)) Fpu.write(c, Fpu.st(c, o.dr), c.x87.exponents[st], c.x87.significands[st]);
        Fpu.pop(c);
    }

    static void fist(Cpu c, Op o, int w, int dk, int sk) { integer(c, o, w, Fpu.begin(c), false); }
    static void fistp(Cpu c, Op o, int w, int dk, int sk) { integer(c, o, w, Fpu.begin(c), true); }

    static void fisttp(Cpu c, Op o, int w, int dk, int sk) {
        RealUnit u = Fpu.begin(c);
        u.truncate();
        integer(c, o, w, u, true);
    }

    static void fbstp(Cpu c, Op o, int w, int dk, int sk) {
        RealUnit u = top(c);
        Decimal.store(u, u.exponent, u.significand);
        if (!u.storeStopped()) store80(c, o, u);
        finish(c, o, u, true);
    }

    private static void real(Cpu c, Op o, int w, int dk, boolean pop) {
        RealUnit u = top(c);
        if (dk == Kind.MEM) memory(c, o, w, u);
        else if (!u.stopped()) Fpu.write(c, Fpu.st(c, o.dr), u);
        finish(c, o, u, pop);
    }

    /** Loads ST(0) into the unit; if it is empty, the indefinite, with a stack fault. */
    private static RealUnit top(Cpu c) { return top(c, Fpu.begin(c)); }

    private static RealUnit top(Cpu c, RealUnit u) {
        int st = Fpu.st(c, 0);
        if (Fpu.empty(c, st)) u.stackFault(0);
        else u.result(c.x87.exponents[st], c.x87.significands[st]);
        return u;
    }

    private static void memory(Cpu c, Op o, int w, RealUnit u) {
        if (w == 4) Conversions.toSingle(u, u.exponent, u.significand);
        else if (w == 8) Conversions.toDouble(u, u.exponent, u.significand);
        if (u.storeStopped()) return;
        if (w == EXTENDED) store80(c, o, u);
        else c.mem.write(Operands.address(c, o, w, true), w, u.significand);
    }

    private static void store80(Cpu c, Op o, RealUnit u) {
        long at = Operands.address(c, o, StateArea.SIGNIFICAND, true);
        c.mem.checkWrite(at, StateArea.SIGNIFICAND);
        c.mem.write(StateArea.exponent(c, o, true), StateArea.EXPONENT, u.exponent);
        c.mem.write(at, StateArea.SIGNIFICAND, u.significand);
    }

    private static void integer(Cpu c, Op o, int w, RealUnit u, boolean pop) {
        top(c, u);
        Integers.toInteger(u, u.exponent, u.significand, 8 * w);
        if (!u.storeStopped()) c.mem.write(Operands.address(c, o, w, true), w, u.significand);
        finish(c, o, u, pop);
    }

    private static void finish(Cpu c, Op o, RealUnit u, boolean pop) {
        Fpu.finish(c, o, u);
        if (pop && !u.storeStopped()) Fpu.pop(c);
    }
}
