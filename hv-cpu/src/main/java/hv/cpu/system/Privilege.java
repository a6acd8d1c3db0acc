package hv.cpu.system;

import hv.api.x86.Cr4;
import hv.cpu.semantics.Cpu;

/** The checks that most system instructions begin with. */
final class Privilege {
    private Privilege() {}

    /** Throws #GP(0) unless CPL is 0 (which it is in real mode, and is not in virtual-8086 mode). */
    static void requireRing0(Cpu c) {
        if (c.cpl != 0) throw c.gp(0);
    }

    /** Throws #GP(0) where CR4.UMIP forbids SGDT, SIDT, SLDT, STR and SMSW. */
    static void requireInsight(Cpu c) {
        if (c.cpl != 0 && ControlRegisters.has(c, Cr4.UMIP)) throw c.gp(0);
    }

    /** Throws #UD in real and virtual-8086 mode. */
    static void requireProtectedMode(Cpu c) {
        if (!c.protectedMode() || c.virtual8086()) throw c.ud();
    }

    /** Throws #UD outside 64-bit mode. */
    static void require64(Cpu c) {
        if (!c.long64) throw c.ud();
    }
}
