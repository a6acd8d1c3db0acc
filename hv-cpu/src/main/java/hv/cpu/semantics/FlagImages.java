package hv.cpu.semantics;

import hv.api.x86.Cr4;
import hv.api.x86.Rflags;
import hv.cpu.decode.Op;

/**
 * PUSHF and POPF. In virtual-8086 mode they need IOPL 3, or CR4.VME for the 16-bit forms, where VIF takes the place of IF.
 *
 * @sdm 2B "POPF/POPFD/POPFQ", "PUSHF/PUSHFD/PUSHFQ"
 */
final class FlagImages {
    /** The flags that POPF changes at any privilege. */
    private static final int ALWAYS = Rflags.STATUS | Rflags.TF | Rflags.DF | Rflags.NT | Rflags.AC | Rflags.ID;

    private FlagImages() {}

    /** Pushes the flags, with VM and RF as 0. */
    static void pushf(Cpu c, Op o, int w, int dk, int sk) {
        int image = c.flags.image() & ~(Rflags.VM | Rflags.RF);
        if (restricted(c)) {
            requireVme(c, w);
            image = image & ~Rflags.IF | Rflags.IOPL | (c.flags.has(Rflags.VIF) ? Rflags.IF : 0);
        }
        Stack.push(c, w, image);
    }

    static void popf(Cpu c, Op o, int w, int dk, int sk) {
        if (restricted(c)) requireVme(c, w);
        int image = (int) Stack.peek(c, w, 0), old = c.flags.image();
        int changed = changeable(c) & (w == 2 ? 0xFFFF : -1);
        if (restricted(c)) {
            if ((image & Rflags.TF) != 0 || c.flags.has(Rflags.VIP) && (image & Rflags.IF) != 0) throw c.gp(0);
            old = old & ~Rflags.VIF | ((image & Rflags.IF) != 0 ? Rflags.VIF : 0);
        }
        Stack.release(c, w);
        set(c, old & ~changed & ~Rflags.RF | image & changed);
    }

    /** Whether IOPL forbids PUSHF and POPF: virtual-8086 mode with an IOPL below 3. */
    private static boolean restricted(Cpu c) { return c.virtual8086() && c.flags.iopl() < 3; }

    private static void requireVme(Cpu c, int w) {
        if (w != 2 || (c.cr4 & Cr4.VME) == 0) throw c.gp(0);
    }

    private static int changeable(Cpu c) {
        if (c.virtual8086()) return ALWAYS | (c.flags.iopl() == 3 ? Rflags.IF : 0);
        return ALWAYS | (c.cpl == 0 ? Rflags.IOPL : 0) | (c.cpl <= c.flags.iopl() ? Rflags.IF : 0);
    }

    private static void set(Cpu c, int image) {
        boolean alignmentChanges = ((image ^ c.flags.others) & Rflags.AC) != 0;
        c.flags.setImage(image);
        if (alignmentChanges) c.modeChanged();
    }
}
