package hv.cpu.system;

import hv.cpu.semantics.Cpu;
import hv.cpu.state.Segment;

/** Linear addresses of operands that are not accessed. */
final class Addresses {
    private Addresses() {}

    /** Base plus offset, without any check. */
    static long unchecked(Cpu c, int segment, long offset) {
        if (c.long64) return segment < Segment.FS ? offset : c.segments[segment].base + offset;
        return c.segments[segment].base + offset & 0xFFFF_FFFFL;
    }
}
