package hv.cpu.x87;

import hv.api.x86.Cr4;
import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;

/**
 * FXSAVE and FXRSTOR. Without CR4.OSFXSR they leave XMM registers and MXCSR alone.
 *
 * @sdm 2A "FXSAVE—Save x87 FPU, MMX Technology, and SSE State", "FXRSTOR—Restore x87 FPU, MMX, XMM, and MXCSR State"
 */
final class FxSave {
    private static final int ALIGNMENT = 16, BYTES = 512;

    private FxSave() {}

    static void fxsave(Cpu c, Op o, int w, int dk, int sk) {
        Fpu.requireAvailable(c);
        var area = new ImageArea(c, o, BYTES, ALIGNMENT);
        area.requireWritable(0, BYTES);
        LegacyRegion.storeX87(c, area, w == 8);
        LegacyRegion.storeMxcsr(c, area);
        if ((c.cr4 & Cr4.OSFXSR) != 0) LegacyRegion.storeSse(c, area);
    }

    static void fxrstor(Cpu c, Op o, int w, int dk, int sk) {
        Fpu.requireAvailable(c);
        var area = new ImageArea(c, o, BYTES, ALIGNMENT);
        area.requireReadable(0, BYTES);
        var image = new LegacyImage(area);
        boolean sse = (c.cr4 & Cr4.OSFXSR) != 0;
        int mxcsr = sse ? LegacyRegion.mxcsr(c, area) : c.vector.mxcsr;
        if (sse) image.readSse(c);
        image.readX87();
        c.vector.mxcsr = mxcsr;
        if (sse) LegacyRegion.loadSse(c, image);
        LegacyRegion.loadX87(c, image, w == 8);
    }
}
