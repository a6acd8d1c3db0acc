package hv.cpu.x87;

import hv.cpu.semantics.Cpu;

/**
 * The part that an instruction loads of a {@link LegacyRegion}. It is all read before anything changes, since a read of a device's registers may make the
 * instruction begin again.
 */
final class LegacyImage {
    private final long[] quadwords = new long[LegacyRegion.BYTES / 8];
    private final ImageArea area;

    LegacyImage(ImageArea area) { this.area = area; }

    void readX87() {
        read(0, LegacyRegion.MXCSR);
        read(LegacyRegion.ST, LegacyRegion.XMM);
    }

    void readSse(Cpu c) { read(LegacyRegion.XMM, LegacyRegion.end(c)); }

    private void read(int from, int to) { for (int at = from; at < to; at += 8) quadwords[at / 8] = area.read(at, 8); }

    /** @param offset a multiple of 8 */
    long at(int offset) { return quadwords[offset / 8]; }
}
