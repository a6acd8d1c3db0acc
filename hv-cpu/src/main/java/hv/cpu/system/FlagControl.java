package hv.cpu.system;

import hv.api.x86.Cr4;
import hv.api.x86.Interruptibility;
import hv.api.x86.Rflags;
import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;

/**
 * CLI and STI, with the virtual interrupt flag of virtual-8086 mode (CR4.VME) and of protected mode (CR4.PVI); CLAC and STAC.
 *
 * @sdm 2A "CLI—Clear Interrupt Flag"; 2B "STI—Set Interrupt Flag"
 */
final class FlagControl {
    private FlagControl() {}

    static void cli(Cpu c, Op o, int w, int dk, int sk) {
        if (mayChangeIf(c)) c.flags.others &= ~Rflags.IF;
        else if (virtualInterrupts(c)) c.flags.others &= ~Rflags.VIF;
        else throw c.gp(0);
    }

    /** Sets IF. A pending interrupt is delivered after the next instruction. */
    static void sti(Cpu c, Op o, int w, int dk, int sk) {
        if (mayChangeIf(c)) {
            if (!c.flags.has(Rflags.IF)) c.interruptibility |= Interruptibility.BLOCKING_BY_STI;
            c.flags.others |= Rflags.IF;
        } else if (virtualInterrupts(c) && !c.flags.has(Rflags.VIP)) {
            c.flags.others |= Rflags.VIF;
        } else {
            throw c.gp(0);
        }
    }

    private static boolean mayChangeIf(Cpu c) { return !c.protectedMode() || c.cpl <= c.flags.iopl(); }

    private static boolean virtualInterrupts(Cpu c) {
        return c.cpl == 3 && ControlRegisters.has(c, c.virtual8086() ? Cr4.VME : Cr4.PVI);
    }

    static void clac(Cpu c, Op o, int w, int dk, int sk) { setAc(c, 0); }
    static void stac(Cpu c, Op o, int w, int dk, int sk) { setAc(c, Rflags.AC); }

    private static void setAc(Cpu c, int value) {
        if (c.cpl != 0) throw c.ud();
        c.flags.others = c.flags.others & ~Rflags.AC | value;
        c.modeChanged();
    }
}
