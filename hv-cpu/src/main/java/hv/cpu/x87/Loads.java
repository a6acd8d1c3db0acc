package hv.cpu.x87;

import static hv.cpu.real.Extended.BIAS;
import static hv.cpu.real.Extended.INTEGER_BIT;

import hv.cpu.decode.Kind;
import hv.cpu.decode.Op;
import hv.cpu.real.Conversions;
import hv.cpu.real.Decimal;
import hv.cpu.real.RealUnit;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Operands;
import hv.cpu.semantics.Width;
import hv.cpu.state.X87State;

/**
 * Operands from memory, and instructions that push.
 *
 * @sdm 1 "Data Transfer Instructions", "Load Constant Instructions"
 */
final class Loads {
    private static final int EXTENDED = 10;

    private Loads() {}

    /** Loads a real number of 4, 8 or 10 bytes from memory into the unit. */
    static void real(Cpu c, Op o, int w, RealUnit u) {
        if (w == 4) Conversions.fromSingle(u, c.mem.read(Operands.address(c, o, 4, false), 4));
        else if (w == 8) Conversions.fromDouble(u, c.mem.read(Operands.address(c, o, 8, false), 8));
        else {
            long low = c.mem.read(Operands.address(c, o, StateArea.SIGNIFICAND, false), StateArea.SIGNIFICAND);
            u.result((int) c.mem.read(StateArea.exponent(c, o, false), StateArea.EXPONENT), low);
        }
    }

    /** Reads a signed integer of 2, 4 or 8 bytes from memory. */
    static long integer(Cpu c, Op o, int w) { return Width.signed(w, c.mem.read(Operands.address(c, o, w, false), w)); }

    static void fld(Cpu c, Op o, int w, int dk, int sk) {
        RealUnit u = Fpu.begin(c);
        if (dk == Kind.MEM) {
            real(c, o, w, u);
            if (w != EXTENDED && !full(c)) Conversions.load(u);
        } else register(c, o, u);
        push(c, o, u);
    }

    private static void register(Cpu c, Op o, RealUnit u) {
        int from = Fpu.st(c, o.dr);
        if (Fpu.empty(c, from)) u.stackFault(0);
        else u.result(c.x87.exponents[from], c.x87.significands[from]);
    }

    static void fild(Cpu c, Op o, int w, int dk, int sk) {
        RealUnit u = Fpu.begin(c);
        Conversions.fromInteger(u, integer(c, o, w));
        push(c, o, u);
    }

    static void fbld(Cpu c, Op o, int w, int dk, int sk) {
        RealUnit u = Fpu.begin(c);
        real(c, o, w, u);
        Decimal.load(u, u.significand, u.exponent);
        push(c, o, u);
    }

    private static boolean full(Cpu c) { return !Fpu.empty(c, Fpu.st(c, -1)); }

    /** Pushes the result in the unit. */
    private static void push(Cpu c, Op o, RealUnit u) {
        if (full(c) && u.raised == 0) u.stackFault(X87State.C1);
        Fpu.finish(c, o, u);
        if (!u.loadStopped()) Fpu.write(c, Fpu.push(c), u);
    }

    static void fld1(Cpu c, Op o, int w, int dk, int sk) { constant(c, o, BIAS, INTEGER_BIT); }
    static void fldz(Cpu c, Op o, int w, int dk, int sk) { constant(c, o, 0, 0); }
    static void fldl2t(Cpu c, Op o, int w, int dk, int sk) { constant(c, o, BIAS + 1, 0xD49A_784B_CD1B_8AFEL, 0x4000_0000_0000_0000L); }
    static void fldl2e(Cpu c, Op o, int w, int dk, int sk) { constant(c, o, BIAS, 0xB8AA_3B29_5C17_F0BBL, 0xC000_0000_0000_0000L); }
    static void fldpi(Cpu c, Op o, int w, int dk, int sk) { constant(c, o, BIAS + 1, 0xC90F_DAA2_2168_C234L, 0xC000_0000_0000_0000L); }
    static void fldlg2(Cpu c, Op o, int w, int dk, int sk) { constant(c, o, BIAS - 2, 0x9A20_9A84_FBCF_F798L, 0xC000_0000_0000_0000L); }
    static void fldln2(Cpu c, Op o, int w, int dk, int sk) { constant(c, o, BIAS - 1, 0xB172_17F7_D1CF_79ABL, 0xC000_0000_0000_0000L); }

    private static void constant(Cpu c, Op o, int exponent, long significand) { constant(c, o, exponent, significand, 0); }

    /**
     * Pushes a constant, rounded as rounding control says; it is never reported as inexact.
     *
     * @param rest the bits behind the significand, bit 63 being half a unit
     */
    private static void constant(Cpu c, Op o, int exponent, long significand, long rest) {
        RealUnit u = Fpu.begin(c);
        u.result(exponent, rest != 0 && u.up(rest) ? significand + 1 : significand);
        push(c, o, u);
    }
}
