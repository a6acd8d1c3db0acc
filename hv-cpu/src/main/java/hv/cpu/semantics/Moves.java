package hv.cpu.semantics;

import static hv.cpu.semantics.Operands.source;
import static hv.cpu.semantics.Operands.store;
import static hv.cpu.state.Registers.RAX;
import static hv.cpu.state.Registers.RBX;
import static hv.cpu.state.Registers.RDX;

import hv.cpu.decode.Kind;
import hv.cpu.decode.Op;

/** Instructions that move and extend values and touch no flag. */
final class Moves {
    private Moves() {}

    static void mov(Cpu c, Op o, int w, int dk, int sk) { store(c, o, w, dk, source(c, o, w, sk)); }

    static void movzx(Cpu c, Op o, int w, int dk, int sk) {
        Operands.setRegister(c, w, o.dr, Width.unsigned(o.sw, source(c, o, o.sw, sk)));
    }

    static void movsx(Cpu c, Op o, int w, int dk, int sk) {
        Operands.setRegister(c, w, o.dr, Width.signed(o.sw, source(c, o, o.sw, sk)));
    }

    static void movbe(Cpu c, Op o, int w, int dk, int sk) { store(c, o, w, dk, reversed(w, source(c, o, w, sk))); }

    /** Reverses bytes. A width of 2 bytes is undefined by the manual and gives 0, as on processors. */
    static void bswap(Cpu c, Op o, int w, int dk, int sk) { store(c, o, w, dk, w == 2 ? 0 : reversed(w, c.r[o.dr])); }

    private static long reversed(int w, long value) { return Long.reverseBytes(value) >>> 64 - (w << 3); }

    static void lea(Cpu c, Op o, int w, int dk, int sk) { Operands.setRegister(c, w, o.dr, Operands.offset(c, o)); }

    static void xlat(Cpu c, Op o, int w, int dk, int sk) {
        long offset = Width.unsigned(o.addressWidth, c.r[RBX] + (c.r[RAX] & 0xFF));
        Operands.setRegister(c, 1, RAX, c.mem.read(Operands.linear(c, o.segment, offset, 1, false), 1));
    }

    /** Exchanges operands. The source register is written last, so that it gets the old value of the other operand where both are one. */
    static void xchg(Cpu c, Op o, int w, int dk, int sk) {
        long at = Operands.destination(c, o, w, dk);
        long other = Operands.loadDestination(c, o, w, dk, at), own = source(c, o, w, sk);
        store(c, o, w, dk, at, own);
        Operands.setRegister(c, w, sk, o.sr, other);
    }

    static void cbw(Cpu c, Op o, int w, int dk, int sk) { Operands.setRegister(c, w, RAX, Width.signed(w >> 1, c.r[RAX])); }

    static void cwd(Cpu c, Op o, int w, int dk, int sk) { Operands.setRegister(c, w, RDX, -Width.top(w, c.r[RAX])); }

    static void salc(Cpu c, Op o, int w, int dk, int sk) { Operands.setRegister(c, 1, Kind.REG, RAX, -c.flags.carry()); }

    /** NOP, prefetches and fences do nothing: a single processor sees its own accesses in order. */
    static void nothing(Cpu c, Op o, int w, int dk, int sk) {}
}
