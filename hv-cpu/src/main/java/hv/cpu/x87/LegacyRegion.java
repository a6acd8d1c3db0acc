package hv.cpu.x87;

import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Segmentation;
import hv.cpu.state.VectorState;
import hv.cpu.state.X87State;

/**
 * The first 512 bytes of an XSAVE area, which are all of an FXSAVE area: x87 state, SSE state and MXCSR, each stored by itself.
 *
 * @sdm 1 "Legacy Region of an XSAVE Area"; 2A "FXSAVE—Save x87 FPU, MMX Technology, and SSE State"
 */
final class LegacyRegion {
    /** The bytes that are accessed; the rest is for software. */
    static final int BYTES = 416;
    /** Offsets of the parts. The end of the XMM registers depends on the mode. */
    static final int MXCSR = 24, ST = 32, XMM = 160;
    private static final int FIP = 8, FDP = 16, SLOT = 16;
    private static final long LOW = 0xFFFF_FFFFL;

    private LegacyRegion() {}

    /** Stores the x87 state. @param wide whether pointers have 64 bits and no selectors */
    static void storeX87(Cpu c, ImageArea area, boolean wide) {
        X87State x = c.x87;
        area.write(0, 8, x.control() | (long) x.statusWord() << 16 | (long) x.tags << 32 | (long) x.fop << 48);
        area.write(FIP, 8, pointer(c, x.fip, x.fcs, wide));
        area.write(FDP, 8, pointer(c, x.fdp, x.fds, wide));
        for (int i = 0; i < 8; i++) {
            int register = Fpu.st(c, i);
            area.write(ST + i * SLOT, 8, x.significands[register]);
            area.write(ST + i * SLOT + 8, 8, x.exponents[register]);
        }
    }

    private static long pointer(Cpu c, long offset, int selector, boolean wide) {
        if (wide) return offset;
        return offset & LOW | (c.x87Pointers.noSelectors ? 0 : (long) selector << 32);
    }

    static void storeMxcsr(Cpu c, ImageArea area) { area.write(MXCSR, 8, c.vector.mxcsr | (long) VectorState.MXCSR_MASK << 32); }

    static void storeSse(Cpu c, ImageArea area) {
        for (int i = 0; i < 2 * registers(c); i++) area.write(XMM + i * 8, 8, c.vector.xmm[i]);
    }

    static int end(Cpu c) { return XMM + SLOT * registers(c); }

    /** The number of XMM registers in this mode. */
    private static int registers(Cpu c) { return c.long64 ? 16 : 8; }

    static void loadX87(Cpu c, LegacyImage image, boolean wide) {
        X87State x = c.x87;
        long first = image.at(0), fip = image.at(FIP), fdp = image.at(FDP);
        x.control((int) first);
        x.statusWord((int) (first >>> 16));
        x.tags = (int) (first >>> 32) & 0xFF;
        x.fop = (int) (first >>> 48) & 0x7FF;
        x.fip = wide ? Segmentation.extended(fip) : fip & LOW;
        x.fcs = wide ? 0 : (int) (fip >>> 32) & 0xFFFF;
        x.fdp = wide ? fdp : fdp & LOW;
        x.fds = wide ? 0 : (int) (fdp >>> 32) & 0xFFFF;
        for (int i = 0; i < 8; i++) {
            int register = Fpu.st(c, i);
            x.significands[register] = image.at(ST + i * SLOT);
            x.exponents[register] = (int) image.at(ST + i * SLOT + 8) & 0xFFFF;
        }
    }

    static void loadSse(Cpu c, LegacyImage image) {
        for (int i = 0; i < 2 * registers(c); i++) c.vector.xmm[i] = image.at(XMM + i * 8);
    }

    /** Reads the MXCSR in memory; #GP(0) if reserved bits of it are 1. */
    static int mxcsr(Cpu c, ImageArea area) {
        int value = (int) area.read(MXCSR, 4);
        if ((value & ~VectorState.MXCSR_MASK) != 0) throw c.gp(0);
        return value;
    }

    /** Whether x87 state differs from its initial configuration. */
    static boolean x87InUse(Cpu c) {
        X87State x = c.x87;
        long any = x.control() ^ X87State.CONTROL_INITIAL | x.statusWord() | x.tags | x.fop | x.fip | x.fdp | x.fcs | x.fds;
        for (int i = 0; i < 8; i++) any |= x.significands[i] | x.exponents[i];
        return any != 0;
    }

    static boolean sseInUse(Cpu c) {
        long any = 0;
        for (int i = 0; i < 2 * registers(c); i++) any |= c.vector.xmm[i];
        return any != 0;
    }

    static void initX87(Cpu c) {
        c.x87.init();
        c.x87.clearRegisters();
    }

    static void initSse(Cpu c) {
        for (int i = 0; i < 2 * registers(c); i++) c.vector.xmm[i] = 0;
    }
}
