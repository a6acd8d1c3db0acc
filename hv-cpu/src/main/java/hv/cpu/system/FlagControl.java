package hv.cpu.system;

import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import hv.cpu.state.Flags;

/**
 * CLI and STI, with the virtual interrupt flag of virtual-8086 mode (CR4.VME) and of protected mode (CR4.PVI); CLAC and STAC.
 *
 * @sdm 2A "CLI—Clear Interrupt Flag"; 2B "STI—Set Interrupt Flag"
 */
final class FlagControl {
    private static final int STI_BLOCKING = 1;

    private FlagControl() {}

    static void cli(Cpu c, Op o, int w, int dk, int sk) {
        if (mayChangeIf(c)) c.flags.others &= ~Flags.IF;
        else if (virtualInterrupts(c)) c.flags.others &= ~Flags.VIF;
        else throw c.gp(0);
    }

    /** Sets IF. A pending interrupt is delivered after the next instruction. */
    static void sti(Cpu c, Op o, int w, int dk, int sk) {
        if (mayChangeIf(c)) {
            if (!c.flags.has(Flags.IF)) c.interruptibility |= STI_BLOCKING;
            c.flags.others |= Flags.IF;
        } else if (virtualInterrupts(c) && !c.flags.has(Flags.VIP)) {
            c.flags.others |= Flags.VIF;
        } else {
            throw c.gp(0);
        }
    }

    private static boolean mayChangeIf(Cpu c) { return !c.protectedMode() || c.cpl <= c.flags.iopl(); }

    private static boolean virtualInterrupts(Cpu c) {
        return c.cpl == 3 && ControlRegisters.has(c, c.virtual8086() ? Cr4Bit.VME : Cr4Bit.PVI);
    }

    static void clac(Cpu c, Op o, int w, int dk, int sk) { setAc(c, 0); }
    static void stac(Cpu c, Op o, int w, int dk, int sk) { setAc(c, Flags.AC); }

    private static void setAc(Cpu c, int value) {
        if (c.cpl != 0) throw c.ud();
        c.flags.others = c.flags.others & ~Flags.AC | value;
        c.modeChanged();
    }
}
