package hv.cpu.system;

import static hv.cpu.state.Registers.RCX;

import hv.api.x86.MsrIndex;
import hv.api.x86.PrimaryControls;
import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.VirtualApic;

/**
 * RDMSR and WRMSR, with the MSR bitmaps.
 *
 * @sdm 3C "MSR-Bitmap Address"
 */
final class MsrAccess {
    /** Offsets in the bitmap page. */
    private static final int HIGH_HALF = 0x400, WRITES = 0x800;

    private MsrAccess() {}

    static void rdmsr(Cpu c, Op o, int w, int dk, int sk) {
        Privilege.requireRing0(c);
        int index = (int) c.r[RCX];
        if (exits(c, index, 0) && c.exits(o)) throw c.exit(o, 0);
        Time.pair(c, VirtualApic.answers(c, index) ? VirtualApic.readMsr(c, index) : Msrs.read(c, index));
    }

    static void wrmsr(Cpu c, Op o, int w, int dk, int sk) {
        Privilege.requireRing0(c);
        int index = (int) c.r[RCX];
        if (exits(c, index, WRITES) && c.exits(o)) throw c.exit(o, 0);
        if (VirtualApic.takes(c, index)) VirtualApic.writeMsr(c, index, Time.pair(c));
        else Msrs.write(c, index, Time.pair(c));
    }

    private static boolean exits(Cpu c, int index, int half) {
        if (!c.vmx.nonRoot) return false;
        boolean low = index >= 0 && index < MsrIndex.BITMAP_RANGE, high = index >= MsrIndex.BITMAP_HIGH && index < MsrIndex.BITMAP_HIGH + MsrIndex.BITMAP_RANGE;
        if (!c.vmx.primary(PrimaryControls.USE_MSR_BITMAPS) || !low && !high) return true;
        return Bitmaps.bit(c, c.vmx.msrBitmaps + half + (high ? HIGH_HALF : 0), index & MsrIndex.BITMAP_RANGE - 1);
    }
}
