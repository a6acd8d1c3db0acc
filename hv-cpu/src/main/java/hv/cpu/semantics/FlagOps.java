package hv.cpu.semantics;

import static hv.cpu.state.Registers.RAX;

import hv.api.x86.Rflags;
import hv.cpu.decode.Kind;
import hv.cpu.decode.Op;

/** Instructions that read and write flags only. */
final class FlagOps {
    private FlagOps() {}

    static void clc(Cpu c, Op o, int w, int dk, int sk) { c.flags.setCf(false); }
    static void stc(Cpu c, Op o, int w, int dk, int sk) { c.flags.setCf(true); }
    static void cmc(Cpu c, Op o, int w, int dk, int sk) { c.flags.setCf(!c.flags.cf()); }
    static void cld(Cpu c, Op o, int w, int dk, int sk) { c.flags.others &= ~Rflags.DF; }
    static void std(Cpu c, Op o, int w, int dk, int sk) { c.flags.others |= Rflags.DF; }

    /** AH := SF:ZF:0:AF:0:PF:1:CF. */
    static void lahf(Cpu c, Op o, int w, int dk, int sk) { Operands.setRegister(c, 1, Kind.REG_HIGH, RAX, c.flags.status() | Rflags.FIXED); }

    /** Loads the status flags from AH, except OF. */
    static void sahf(Cpu c, Op o, int w, int dk, int sk) {
        int of = c.flags.status() & Rflags.OF;
        c.flags.setStatus((int) (c.r[RAX] >>> 8) & 0xFF | of);
    }
}
