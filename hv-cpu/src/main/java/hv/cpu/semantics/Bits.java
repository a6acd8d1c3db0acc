package hv.cpu.semantics;

import static hv.cpu.semantics.Operands.source;

import hv.api.x86.Rflags;
import hv.cpu.decode.Kind;
import hv.cpu.decode.Op;

/**
 * Bit tests and scans, POPCNT. A bit test changes CF alone. Where the bit number is in a register, a memory operand is a bit string: the signed
 * number may reach beyond the addressed element.
 */
final class Bits {
    private Bits() {}

    private static long number(Cpu c, Op o, int w, int sk) { return sk == Kind.IMM ? o.immediate : Width.signed(w, c.r[o.sr]); }

    /** The bit's mask in its element. */
    private static long mask(Cpu c, Op o, int w, int sk) { return 1L << (number(c, o, w, sk) & Width.bits(w) - 1); }

    /** The linear address of the element that holds the bit; 0 where it is a register. */
    private static long place(Cpu c, Op o, int w, int dk, int sk, boolean write) {
        if (dk != Kind.MEM) return 0;
        long elements = sk == Kind.IMM ? 0 : number(c, o, w, sk) >> Integer.numberOfTrailingZeros(Width.bits(w));
        long offset = Width.unsigned(o.addressWidth, Operands.offset(c, o) + elements * w);
        return Operands.linear(c, o.segment, offset, w, write);
    }

    static void bt(Cpu c, Op o, int w, int dk, int sk) {
        long at = place(c, o, w, dk, sk, false);
        long value = dk == Kind.MEM ? c.mem.read(at, w) : c.r[o.dr];
        c.flags.setCf((value & mask(c, o, w, sk)) != 0);
    }

    static void bts(Cpu c, Op o, int w, int dk, int sk) {
        long mask = mask(c, o, w, sk), at = place(c, o, w, dk, sk, true), value = Operands.loadDestination(c, o, w, dk, at);
        c.flags.setCf((value & mask) != 0);
        Operands.store(c, o, w, dk, at, value | mask);
    }

    static void btr(Cpu c, Op o, int w, int dk, int sk) {
        long mask = mask(c, o, w, sk), at = place(c, o, w, dk, sk, true), value = Operands.loadDestination(c, o, w, dk, at);
        c.flags.setCf((value & mask) != 0);
        Operands.store(c, o, w, dk, at, value & ~mask);
    }

    static void btc(Cpu c, Op o, int w, int dk, int sk) {
        long mask = mask(c, o, w, sk), at = place(c, o, w, dk, sk, true), value = Operands.loadDestination(c, o, w, dk, at);
        c.flags.setCf((value & mask) != 0);
        Operands.store(c, o, w, dk, at, value ^ mask);
    }

    static void bsf(Cpu c, Op o, int w, int dk, int sk) {
        long value = Width.unsigned(w, source(c, o, w, sk));
        found(c, o, w, value, Long.numberOfTrailingZeros(value));
    }

    static void bsr(Cpu c, Op o, int w, int dk, int sk) {
        long value = Width.unsigned(w, source(c, o, w, sk));
        found(c, o, w, value, 63 - Long.numberOfLeadingZeros(value));
    }

    /**
     * Stores the index of a scan and sets ZF where the source has no 1 bit. Then the destination (undefined by the manual) stays as it is, as the
     * other flags do in any case.
     */
    private static void found(Cpu c, Op o, int w, long value, int index) {
        c.flags.setZf(value == 0);
        if (value != 0) Operands.setRegister(c, w, o.dr, index);
    }

    /** Counts bits. ZF follows the source; all other status flags are cleared. */
    static void popcnt(Cpu c, Op o, int w, int dk, int sk) {
        int count = Long.bitCount(Width.unsigned(w, source(c, o, w, sk)));
        c.flags.setStatus(count == 0 ? Rflags.ZF : 0);
        Operands.setRegister(c, w, o.dr, count);
    }
}
