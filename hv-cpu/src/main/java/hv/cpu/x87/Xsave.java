package hv.cpu.x87;

import static hv.cpu.state.Registers.RAX;
import static hv.cpu.state.Registers.RDX;
import static hv.cpu.x87.XsaveFeatures.AVX;
import static hv.cpu.x87.XsaveFeatures.SSE;
import static hv.cpu.x87.XsaveFeatures.X87;

import hv.api.x86.Cr4;
import hv.cpu.decode.Op;
import hv.cpu.platform.CpuidFeature;
import hv.cpu.semantics.Cpu;
import hv.cpu.state.VectorState;

/**
 * The XSAVE feature set. All components of this processor lie in the legacy region in either format, so that the compacted format differs in its
 * header only.
 *
 * @sdm 1 "Managing State Using the XSAVE Feature Set"; 2D "XSAVE—Save Processor Extended States", "XRSTOR—Restore Processor Extended States" and
 *         their kin
 */
final class Xsave {
    private static final int ALIGNMENT = 64, HEADER = 512, BYTES = HEADER + 64;
    /** The bit of XCOMP_BV that says that the format is the compacted one. */
    private static final long COMPACTED = 1L << 63;

    private Xsave() {}

    static void xsave(Cpu c, Op o, int w, int dk, int sk) {
        requireEnabled(c);
        save(c, o, w, -1);
    }

    static void xsaveopt(Cpu c, Op o, int w, int dk, int sk) {
        requireEnabled(c);
        save(c, o, w, XsaveFeatures.inUse(c));
    }

    static void xsavec(Cpu c, Op o, int w, int dk, int sk) {
        requireEnabled(c);
        compact(c, o, w);
    }

    static void xsaves(Cpu c, Op o, int w, int dk, int sk) {
        requireSupervisor(c, o);
        compact(c, o, w);
    }

    static void xrstor(Cpu c, Op o, int w, int dk, int sk) {
        requireEnabled(c);
        restore(c, o, w, false);
    }

    static void xrstors(Cpu c, Op o, int w, int dk, int sk) {
        requireSupervisor(c, o);
        restore(c, o, w, true);
    }

    private static void requireEnabled(Cpu c) {
        if ((c.cr4 & Cr4.OSXSAVE) == 0) throw c.ud();
        Fpu.requireNotSwitched(c);
    }

    /**
     * Throws #GP(0) unless CPL is 0. No component is a supervisor state component, so that IA32_XSS is 0 and the XSS-exiting bitmap causes no VM
     * exit.
     */
    private static void requireSupervisor(Cpu c, Op o) {
        c.requireEnabled(o);
        requireEnabled(c);
        if (c.cpl != 0) throw c.gp(0);
    }

    /** The requested-feature bitmap (RFBM): the components that the instruction names and that are enabled. */
    private static long requested(Cpu c) { return c.xcr0 & (c.r[RDX] << 32 | c.r[RAX] & 0xFFFF_FFFFL); }

    /** Saves in the standard format. @param wanted the requested components that are to be stored */
    private static void save(Cpu c, Op o, int w, long wanted) {
        var area = new ImageArea(c, o, BYTES, ALIGNMENT);
        long rfbm = requested(c);
        boolean control = (rfbm & (SSE | AVX)) != 0;
        requireWritable(c, area, rfbm & wanted, control);
        long old = area.read(HEADER, 8);
        components(c, area, w, rfbm & wanted);
        if (control) LegacyRegion.storeMxcsr(c, area);
        area.write(HEADER, 8, old & ~rfbm | XsaveFeatures.inUse(c) & rfbm);
    }

    private static void compact(Cpu c, Op o, int w) {
        var area = new ImageArea(c, o, BYTES, ALIGNMENT);
        long rfbm = requested(c);
        long control = c.vector.mxcsr == VectorState.MXCSR_INITIAL ? 0 : SSE;
        long stored = rfbm & (XsaveFeatures.inUse(c) | control);
        requireWritable(c, area, stored, (stored & SSE) != 0);
        components(c, area, w, stored);
        if ((stored & SSE) != 0) LegacyRegion.storeMxcsr(c, area);
        area.write(HEADER, 8, stored);
        area.write(HEADER + 8, 8, rfbm | COMPACTED);
    }

    /** Faults where the stores would; bytes of the area that will not be stored need not be accessible. */
    private static void requireWritable(Cpu c, ImageArea area, long components, boolean control) {
        area.requireWritable(HEADER, BYTES);
        if (control) area.requireWritable(LegacyRegion.MXCSR, LegacyRegion.ST);
        if ((components & X87) != 0) area.requireWritable(0, LegacyRegion.XMM);
        if ((components & SSE) != 0) area.requireWritable(LegacyRegion.XMM, LegacyRegion.end(c));
    }

    private static void components(Cpu c, ImageArea area, int w, long which) {
        if ((which & X87) != 0) LegacyRegion.storeX87(c, area, w == 8);
        if ((which & SSE) != 0) LegacyRegion.storeSse(c, area);
    }

    private static void restore(Cpu c, Op o, int w, boolean compactedOnly) {
        var area = new ImageArea(c, o, BYTES, ALIGNMENT);
        area.requireReadable(HEADER, BYTES);
        long rfbm = requested(c), present = area.read(HEADER, 8), format = area.read(HEADER + 8, 8);
        boolean compacted = format < 0 && c.profile.has(CpuidFeature.XSAVEC);
        long known = compacted ? format & ~COMPACTED : c.xcr0;
        if (compactedOnly && !compacted || (known & ~c.xcr0) != 0) throw c.gp(0);
        requireReadable(c, area, rfbm & known & (compacted ? present | XsaveFeatures.inUse(c) : -1));
        if ((present & ~known) != 0 || !restIsZero(area, compacted)) throw c.gp(0);
        long load = rfbm & present;
        int mxcsr = c.vector.mxcsr;
        if ((load & SSE) != 0 || !compacted && (rfbm & (SSE | AVX)) != 0) mxcsr = LegacyRegion.mxcsr(c, area);
        else if ((rfbm & SSE) != 0) mxcsr = VectorState.MXCSR_INITIAL;
        var image = read(c, area, load);
        c.vector.mxcsr = mxcsr;
        load(c, image, w, rfbm, load);
    }

    private static LegacyImage read(Cpu c, ImageArea area, long load) {
        var image = new LegacyImage(area);
        if ((load & SSE) != 0) image.readSse(c);
        if ((load & X87) != 0) image.readX87();
        return image;
    }

    /**
     * Faults where the loads would, before the rest of the header is looked at. In the standard format all requested components are read. In the
     * compacted format those are left out that the area does not hold while the processor's are in their initial configuration.
     */
    private static void requireReadable(Cpu c, ImageArea area, long components) {
        if ((components & X87) != 0) area.requireReadable(0, LegacyRegion.XMM);
        if ((components & (SSE | AVX)) != 0) area.requireReadable(LegacyRegion.MXCSR, LegacyRegion.ST);
        if ((components & SSE) != 0) area.requireReadable(LegacyRegion.XMM, LegacyRegion.end(c));
    }

    /** Components requested but not present get their initial configuration. */
    private static void load(Cpu c, LegacyImage image, int w, long rfbm, long load) {
        if ((load & SSE) != 0) LegacyRegion.loadSse(c, image);
        else if ((rfbm & SSE) != 0) LegacyRegion.initSse(c);
        if ((load & X87) != 0) LegacyRegion.loadX87(c, image, w == 8);
        else if ((rfbm & X87) != 0) LegacyRegion.initX87(c);
    }

    /** Whether the reserved rest of the header is 0. */
    private static boolean restIsZero(ImageArea area, boolean compacted) {
        long any = 0;
        for (int i = compacted ? 16 : 8; i < (compacted ? 64 : 24); i += 8) any |= area.read(HEADER + i, 8);
        return any == 0;
    }
}
