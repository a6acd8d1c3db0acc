package hv.cpu.x87;

import hv.cpu.decode.Kind;
import hv.cpu.decode.Op;
import hv.cpu.real.Addition;
import hv.cpu.real.Conversions;
import hv.cpu.real.Division;
import hv.cpu.real.Integers;
import hv.cpu.real.Multiplication;
import hv.cpu.real.RealUnit;
import hv.cpu.real.Remainder;
import hv.cpu.real.Scaling;
import hv.cpu.real.SquareRoot;
import hv.cpu.semantics.Cpu;
import hv.cpu.state.X87State;

/**
 * Basic arithmetic.
 *
 * @sdm 1 "Basic Arithmetic Instructions"
 */
final class Arithmetic {
    private static final Binary ADD = Addition::add, MULTIPLY = Multiplication::multiply, SUBTRACT = Addition::subtract, DIVIDE = Division::divide,
            SUBTRACT_FROM = (u, xe, xm, ye, ym) -> Addition.subtract(u, ye, ym, xe, xm),
            DIVIDE_INTO = (u, xe, xm, ye, ym) -> Division.divide(u, ye, ym, xe, xm);

    private Arithmetic() {}

    /** An operation on two operands, which leaves its result in the unit. */
    @FunctionalInterface interface Binary {
        void apply(RealUnit u, int xe, long xm, int ye, long ym);
    }

    /** An operation on one operand, which leaves its result in the unit. */
    @FunctionalInterface interface Unary {
        void apply(RealUnit u, int e, long m);
    }

    /** An operation on two operands that may be partial. @return the condition codes */
    @FunctionalInterface interface Partial {
        int apply(RealUnit u, int xe, long xm, int ye, long ym);
    }

    static void fadd(Cpu c, Op o, int w, int dk, int sk) { real(c, o, w, dk, ADD); }
    static void fsub(Cpu c, Op o, int w, int dk, int sk) { real(c, o, w, dk, SUBTRACT); }
    static void fsubr(Cpu c, Op o, int w, int dk, int sk) { real(c, o, w, dk, SUBTRACT_FROM); }
    static void fmul(Cpu c, Op o, int w, int dk, int sk) { real(c, o, w, dk, MULTIPLY); }
    static void fdiv(Cpu c, Op o, int w, int dk, int sk) { real(c, o, w, dk, DIVIDE); }
    static void fdivr(Cpu c, Op o, int w, int dk, int sk) { real(c, o, w, dk, DIVIDE_INTO); }

    static void faddp(Cpu c, Op o, int w, int dk, int sk) { popping(c, o, ADD); }
    static void fsubp(Cpu c, Op o, int w, int dk, int sk) { popping(c, o, SUBTRACT); }
    static void fsubrp(Cpu c, Op o, int w, int dk, int sk) { popping(c, o, SUBTRACT_FROM); }
    static void fmulp(Cpu c, Op o, int w, int dk, int sk) { popping(c, o, MULTIPLY); }
    static void fdivp(Cpu c, Op o, int w, int dk, int sk) { popping(c, o, DIVIDE); }
    static void fdivrp(Cpu c, Op o, int w, int dk, int sk) { popping(c, o, DIVIDE_INTO); }

    static void fiadd(Cpu c, Op o, int w, int dk, int sk) { integer(c, o, w, ADD); }
    static void fisub(Cpu c, Op o, int w, int dk, int sk) { integer(c, o, w, SUBTRACT); }
    static void fisubr(Cpu c, Op o, int w, int dk, int sk) { integer(c, o, w, SUBTRACT_FROM); }
    static void fimul(Cpu c, Op o, int w, int dk, int sk) { integer(c, o, w, MULTIPLY); }
    static void fidiv(Cpu c, Op o, int w, int dk, int sk) { integer(c, o, w, DIVIDE); }
    static void fidivr(Cpu c, Op o, int w, int dk, int sk) { integer(c, o, w, DIVIDE_INTO); }

    static void fsqrt(Cpu c, Op o, int w, int dk, int sk) { unary(c, o, SquareRoot::root); }
    static void frndint(Cpu c, Op o, int w, int dk, int sk) { unary(c, o, Integers::round); }
    static void fscale(Cpu c, Op o, int w, int dk, int sk) { registers(c, o, 0, 1, Scaling::scale); }
    static void fprem(Cpu c, Op o, int w, int dk, int sk) { partial(c, o, Remainder::truncating); }
    static void fprem1(Cpu c, Op o, int w, int dk, int sk) { partial(c, o, Remainder::nearest); }

    private static void real(Cpu c, Op o, int w, int dk, Binary operation) {
        if (dk != Kind.MEM) registers(c, o, o.dr, o.sr, operation);
        else {
            RealUnit u = Fpu.begin(c);
            Loads.real(c, o, w, u);
            memory(c, o, u, operation);
        }
    }

    private static void integer(Cpu c, Op o, int w, Binary operation) {
        RealUnit u = Fpu.begin(c);
        Conversions.fromInteger(u, Loads.integer(c, o, w));
        memory(c, o, u, operation);
    }

    /** Does an operation on ST(0) and an operand from memory, which is in the unit. */
    private static void memory(Cpu c, Op o, RealUnit u, Binary operation) {
        int st = Fpu.st(c, 0);
        if (Fpu.empty(c, st)) u.stackFault(0);
        else operation.apply(u, c.x87.exponents[st], c.x87.significands[st], u.exponent, u.significand);
        finish(c, o, u, st);
    }

    private static void popping(Cpu c, Op o, Binary operation) {
        registers(c, o, o.dr, o.sr, operation);
        if (!c.real.stopped()) Fpu.pop(c);
    }

    /** Replaces ST(x) by the result of an operation on ST(x) and ST(y). */
    static void registers(Cpu c, Op o, int x, int y, Binary operation) {
        RealUnit u = Fpu.begin(c);
        int first = Fpu.st(c, x), second = Fpu.st(c, y);
        X87State r = c.x87;
        if (Fpu.empty(c, first) || Fpu.empty(c, second)) u.stackFault(0);
        else operation.apply(u, r.exponents[first], r.significands[first], r.exponents[second], r.significands[second]);
        finish(c, o, u, first);
    }

    /** Replaces ST(0) by the result of an operation on it. */
    static void unary(Cpu c, Op o, Unary operation) {
        RealUnit u = Fpu.begin(c);
        int st = Fpu.st(c, 0);
        if (Fpu.empty(c, st)) u.stackFault(0);
        else operation.apply(u, c.x87.exponents[st], c.x87.significands[st]);
        finish(c, o, u, st);
    }

    private static void finish(Cpu c, Op o, RealUnit u, int to) {
        Fpu.finish(c, o, u);
        if (!u.stopped()) Fpu.write(c, to, u);
    }

    private static void partial(Cpu c, Op o, Partial operation) {
        RealUnit u = Fpu.begin(c);
        int first = Fpu.st(c, 0), second = Fpu.st(c, 1), codes = Remainder.UNDECIDED;
        X87State r = c.x87;
        if (Fpu.empty(c, first) || Fpu.empty(c, second)) u.stackFault(0);
        else codes = operation.apply(u, r.exponents[first], r.significands[first], r.exponents[second], r.significands[second]);
        boolean undecided = codes == Remainder.UNDECIDED;
        Fpu.finish(c, o, u, undecided ? X87State.C1 | X87State.C2 : Compares.CODES);
        if (!undecided) r.status |= codes;
        if (!u.stopped()) Fpu.write(c, first, u);
    }
}
