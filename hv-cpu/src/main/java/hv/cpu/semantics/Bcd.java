package hv.cpu.semantics;

import static hv.cpu.state.Registers.RAX;

import hv.api.x86.ExceptionVector;
import hv.api.x86.Rflags;
import hv.cpu.decode.Op;

/** Decimal adjustments of AL and AX. Where the manual leaves SF, ZF and PF undefined they follow AL; OF, and AF and CF of AAM and AAD, are 0. */
final class Bcd {
    private Bcd() {}

    static void aaa(Cpu c, Op o, int w, int dk, int sk) { adjustUnpacked(c, 0x106); }
    static void aas(Cpu c, Op o, int w, int dk, int sk) { adjustUnpacked(c, -0x106); }

    private static void adjustUnpacked(Cpu c, int by) {
        long ax = c.r[RAX];
        boolean adjust = (ax & 0xF) > 9 || c.flags.af();
        if (adjust) ax += by;
        Operands.setRegister(c, 2, RAX, ax & 0xFF0F);
        setFlags(c, ax & 0xF, adjust, adjust);
    }

    static void daa(Cpu c, Op o, int w, int dk, int sk) { adjustPacked(c, 1); }
    static void das(Cpu c, Op o, int w, int dk, int sk) { adjustPacked(c, -1); }

    /** @param sign 1 after an addition, -1 after a subtraction */
    private static void adjustPacked(Cpu c, int sign) {
        int old = (int) c.r[RAX] & 0xFF, al = old;
        boolean low = (old & 0xF) > 9 || c.flags.af(), high = old > 0x99 || c.flags.cf();
        if (low) al += 6 * sign;
        boolean borrowed = low && sign < 0 && al < 0;
        if (high) al += 0x60 * sign;
        Operands.setRegister(c, 1, RAX, al);
        setFlags(c, al, low, high || borrowed);
    }

    static void aam(Cpu c, Op o, int w, int dk, int sk) {
        long base = o.immediate & 0xFF, al = c.r[RAX] & 0xFF;
        if (base == 0) throw c.fault(ExceptionVector.DE);
        Operands.setRegister(c, 2, RAX, al / base << 8 | al % base);
        setFlags(c, al % base, false, false);
    }

    static void aad(Cpu c, Op o, int w, int dk, int sk) {
        long al = c.r[RAX] + (c.r[RAX] >>> 8 & 0xFF) * o.immediate & 0xFF;
        Operands.setRegister(c, 2, RAX, al);
        setFlags(c, al, false, false);
    }

    private static void setFlags(Cpu c, long al, boolean af, boolean cf) {
        c.flags.logic(Width.signed(1, al));
        c.flags.setStatus(c.flags.status() | (af ? Rflags.AF : 0) | (cf ? Rflags.CF : 0));
    }
}
