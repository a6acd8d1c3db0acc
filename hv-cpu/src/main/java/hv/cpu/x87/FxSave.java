package hv.cpu.x87;

import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;

/**
 * FXSAVE and FXRSTOR. Without CR4.OSFXSR they leave XMM registers and MXCSR alone.
 *
 * @sdm 2A "FXSAVE—Save x87 FPU, MMX Technology, and SSE State", "FXRSTOR—Restore x87 FPU, MMX, XMM, and MXCSR State"
 */
final class FxSave {
    private static final int ALIGNMENT = 16, BYTES = 512;
    private static final long OSFXSR = 1 << 9;

    private FxSave() {}

    static void fxsave(Cpu c, Op o, int w, int dk, int sk) {
        Fpu.requireAvailable(c);
        long at = StateArea.alignedToWrite(c, o, BYTES, ALIGNMENT);
        LegacyRegion.storeX87(c, at, w == 8);
        LegacyRegion.storeMxcsr(c, at);
        if ((c.cr4 & OSFXSR) != 0) LegacyRegion.storeSse(c, at);
    }

    static void fxrstor(Cpu c, Op o, int w, int dk, int sk) {
        Fpu.requireAvailable(c);
        long at = StateArea.alignedToRead(c, o, BYTES, ALIGNMENT);
        if ((c.cr4 & OSFXSR) != 0) {
            c.vector.mxcsr = LegacyRegion.mxcsr(c, at);
            LegacyRegion.loadSse(c, at);
        }
        LegacyRegion.loadX87(c, at, w == 8);
    }
}
