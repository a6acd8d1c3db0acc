package hv.cpu.semantics;

import hv.cpu.decode.Op;
import hv.cpu.state.Flags;

/**
 * PUSHF and POPF. In virtual-8086 mode they need IOPL 3, or CR4.VME for the 16-bit forms, where VIF takes the place of IF.
 *
 * @sdm 2B "POPF/POPFD/POPFQ", "PUSHF/PUSHFD/PUSHFQ"
 */
final class FlagImages {
    private static final int VME = 1;
    /** The flags that POPF changes at any privilege. */
    private static final int ALWAYS = Flags.STATUS | Flags.TF | Flags.DF | Flags.NT | Flags.AC | Flags.ID;

    private FlagImages() {}

    /** Pushes the flags, with VM and RF as 0. */
    static void pushf(Cpu c, Op o, int w, int dk, int sk) {
        int image = c.flags.image() & ~(Flags.VM | Flags.RF);
        if (restricted(c)) {
            requireVme(c, w);
            image = image & ~Flags.IF | Flags.IOPL | (c.flags.has(Flags.VIF) ? Flags.IF : 0);
        }
        Stack.push(c, w, image);
    }

    static void popf(Cpu c, Op o, int w, int dk, int sk) {
        if (restricted(c)) requireVme(c, w);
        int image = (int) Stack.peek(c, w, 0), old = c.flags.image();
        int changed = changeable(c) & (w == 2 ? 0xFFFF : -1);
        if (restricted(c)) {
            if ((image & Flags.TF) != 0 || c.flags.has(Flags.VIP) && (image & Flags.IF) != 0) throw c.gp(0);
            old = old & ~Flags.VIF | ((image & Flags.IF) != 0 ? Flags.VIF : 0);
        }
        Stack.release(c, w);
        set(c, old & ~changed & ~Flags.RF | image & changed);
    }

    /** Whether IOPL forbids PUSHF and POPF: virtual-8086 mode with an IOPL below 3. */
    private static boolean restricted(Cpu c) { return c.virtual8086() && c.flags.iopl() < 3; }

    private static void requireVme(Cpu c, int w) {
        if (w != 2 || (c.cr4 & VME) == 0) throw c.gp(0);
    }

    private static int changeable(Cpu c) {
        if (c.virtual8086()) return ALWAYS | (c.flags.iopl() == 3 ? Flags.IF : 0);
        return ALWAYS | (c.cpl == 0 ? Flags.IOPL : 0) | (c.cpl <= c.flags.iopl() ? Flags.IF : 0);
    }

    private static void set(Cpu c, int image) {
        boolean alignmentChanges = ((image ^ c.flags.others) & Flags.AC) != 0;
        c.flags.setImage(image);
        if (alignmentChanges) c.modeChanged();
    }
}
