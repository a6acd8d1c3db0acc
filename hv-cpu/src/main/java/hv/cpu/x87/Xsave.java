package hv.cpu.x87;

import static hv.cpu.state.Registers.RAX;
import static hv.cpu.state.Registers.RDX;
import static hv.cpu.x87.XsaveFeatures.AVX;
import static hv.cpu.x87.XsaveFeatures.SSE;
import static hv.cpu.x87.XsaveFeatures.X87;

import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import hv.cpu.state.Controls;
import hv.cpu.state.VectorState;

/**
 * The XSAVE feature set. The components that there are lie in the legacy region in either format, so that the compacted one differs in
 * its header only.
 *
 * @sdm 1 "Managing State Using the XSAVE Feature Set"; 2D "XSAVE—Save Processor Extended States", "XRSTOR—Restore Processor Extended States"
 *     and their kin
 */
final class Xsave {
    private static final int ALIGNMENT = 64, HEADER = 512, BYTES = HEADER + 64;
    private static final long OSXSAVE = 1 << 18;
    /** Bit of XCOMP_BV: the compacted format. */
    private static final long COMPACTED = 1L << 63;
    /** Bits of CPUID.(0DH,1):EAX. */
    private static final int XSAVEOPT = 0, XSAVEC = 1, XSAVES = 3;

    private Xsave() {}

    static void xsave(Cpu c, Op o, int w, int dk, int sk) {
        requireEnabled(c);
        save(c, o, w, -1);
    }

    static void xsaveopt(Cpu c, Op o, int w, int dk, int sk) {
        requireEnabled(c, XSAVEOPT);
        save(c, o, w, XsaveFeatures.inUse(c));
    }

    static void xsavec(Cpu c, Op o, int w, int dk, int sk) {
        requireEnabled(c, XSAVEC);
        compact(c, o, w);
    }

    static void xsaves(Cpu c, Op o, int w, int dk, int sk) {
        requireSupervisor(c);
        compact(c, o, w);
    }

    static void xrstor(Cpu c, Op o, int w, int dk, int sk) {
        requireEnabled(c);
        restore(c, o, w, false);
    }

    static void xrstors(Cpu c, Op o, int w, int dk, int sk) {
        requireSupervisor(c);
        restore(c, o, w, true);
    }

    private static void requireEnabled(Cpu c) {
        if ((c.cr4 & OSXSAVE) == 0) throw c.ud();
        Fpu.requireNotSwitched(c);
    }

    private static void requireEnabled(Cpu c, int feature) {
        if (!XsaveFeatures.offers(c, feature)) throw c.ud();
        requireEnabled(c);
    }

    /** No component is a supervisor's, so that IA32_XSS is 0 and nothing can exit by the XSS-exiting bitmap. */
    private static void requireSupervisor(Cpu c) {
        if (c.vmx.nonRoot && !c.vmx.secondary(Controls.XSAVES)) throw c.ud();
        requireEnabled(c, XSAVES);
        if (c.cpl != 0) throw c.gp(0);
    }

    /** RFBM: the components that the instruction is asked for and that are enabled. */
    private static long requested(Cpu c) { return c.xcr0 & (c.r[RDX] << 32 | c.r[RAX] & 0xFFFF_FFFFL); }

    /** In the standard format. @param wanted of the components requested, those to store */
    private static void save(Cpu c, Op o, int w, long wanted) {
        long at = StateArea.alignedToWrite(c, o, BYTES, ALIGNMENT), rfbm = requested(c);
        long old = c.mem.read(at + HEADER, 8);
        components(c, at, w, rfbm & wanted);
        if ((rfbm & (SSE | AVX)) != 0) LegacyRegion.storeMxcsr(c, at);
        c.mem.write(at + HEADER, 8, old & ~rfbm | XsaveFeatures.inUse(c) & rfbm);
    }

    private static void compact(Cpu c, Op o, int w) {
        long at = StateArea.alignedToWrite(c, o, BYTES, ALIGNMENT), rfbm = requested(c);
        long control = c.vector.mxcsr == VectorState.MXCSR_INITIAL ? 0 : SSE;
        long stored = rfbm & (XsaveFeatures.inUse(c) | control);
        components(c, at, w, stored);
        if ((stored & SSE) != 0) LegacyRegion.storeMxcsr(c, at);
        c.mem.write(at + HEADER, 8, stored);
        c.mem.write(at + HEADER + 8, 8, rfbm | COMPACTED);
    }

    private static void components(Cpu c, long at, int w, long which) {
        if ((which & X87) != 0) LegacyRegion.storeX87(c, at, w == 8);
        if ((which & SSE) != 0) LegacyRegion.storeSse(c, at);
    }

    private static void restore(Cpu c, Op o, int w, boolean compactedOnly) {
        long at = StateArea.alignedToRead(c, o, BYTES, ALIGNMENT), rfbm = requested(c);
        long present = c.mem.read(at + HEADER, 8), format = c.mem.read(at + HEADER + 8, 8);
        boolean compacted = format < 0 && XsaveFeatures.offers(c, XSAVEC);
        checkHeader(c, at + HEADER, present, format, compacted, compactedOnly);
        long load = rfbm & present;
        boolean control = (load & SSE) != 0 || !compacted && (rfbm & (SSE | AVX)) != 0;
        if (control) c.vector.mxcsr = LegacyRegion.mxcsr(c, at);
        else if ((rfbm & SSE) != 0) c.vector.mxcsr = VectorState.MXCSR_INITIAL;
        load(c, at, w, rfbm, load);
    }

    /** Components requested but not present get their initial configuration. */
    private static void load(Cpu c, long at, int w, long rfbm, long load) {
        if ((load & SSE) != 0) LegacyRegion.loadSse(c, at);
        else if ((rfbm & SSE) != 0) LegacyRegion.initSse(c);
        if ((load & X87) != 0) LegacyRegion.loadX87(c, at, w == 8);
        else if ((rfbm & X87) != 0) LegacyRegion.initX87(c);
    }

    /** What is reserved in the header must be 0. */
    private static void checkHeader(Cpu c, long header, long present, long format, boolean compacted, boolean compactedOnly) {
        if (compactedOnly && !compacted) throw c.gp(0);
        long allowed = compacted ? format & ~COMPACTED : c.xcr0;
        boolean valid = (present & ~allowed) == 0 && (compacted ? (allowed & ~c.xcr0) == 0 : format == 0);
        int checked = compacted ? 64 : 24;
        for (int i = 16; i < checked; i += 8) valid &= c.mem.read(header + i, 8) == 0;
        if (!valid) throw c.gp(0);
    }
}
