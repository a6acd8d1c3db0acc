package hv.cpu.system;

import static hv.cpu.state.Registers.RCX;

import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.VirtualApic;
import hv.cpu.state.Controls;

/**
 * RDMSR and WRMSR, with the MSR bitmaps.
 *
 * @sdm 3C "MSR-Bitmap Address"
 */
final class MsrAccess {
    private static final int RDMSR_EXIT = 31, WRMSR_EXIT = 32;
    private static final int HIGH_BASE = 0xC000_0000, RANGE = 0x2000;
    /** Offsets in the bitmap page. */
    private static final int HIGH_HALF = 0x400, WRITES = 0x800;

    private MsrAccess() {}

    static void rdmsr(Cpu c, Op o, int w, int dk, int sk) {
        Privilege.requireRing0(c);
        int index = (int) c.r[RCX];
        if (exits(c, index, 0) && c.vmx.exits(RDMSR_EXIT)) throw c.exit(RDMSR_EXIT, 0, o.length);
        Time.pair(c, VirtualApic.answers(c, index) ? VirtualApic.readMsr(c, index) : Msrs.read(c, index));
    }

    static void wrmsr(Cpu c, Op o, int w, int dk, int sk) {
        Privilege.requireRing0(c);
        int index = (int) c.r[RCX];
        if (exits(c, index, WRITES) && c.vmx.exits(WRMSR_EXIT)) throw c.exit(WRMSR_EXIT, 0, o.length);
        if (VirtualApic.takes(c, index)) VirtualApic.writeMsr(c, index, Time.pair(c));
        else Msrs.write(c, index, Time.pair(c));
    }

    private static boolean exits(Cpu c, int index, int half) {
        if (!c.vmx.nonRoot) return false;
        boolean low = index >= 0 && index < RANGE, high = index >= HIGH_BASE && index < HIGH_BASE + RANGE;
        if (!c.vmx.primary(Controls.MSR_BITMAPS) || !low && !high) return true;
        return Bitmaps.bit(c, c.vmx.msrBitmaps + half + (high ? HIGH_HALF : 0), index & RANGE - 1);
    }
}
