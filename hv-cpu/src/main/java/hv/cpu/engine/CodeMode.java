package hv.cpu.engine;

import hv.cpu.semantics.Cpu;
import hv.cpu.state.Segment;

/**
 * The inputs of decoding and execution beside the code's bytes and address. There is one object for each combination that has been met, so that
 * identity is equality.
 *
 * @param bits   see {@link #bits(Cpu)}
 * @param csBase added to RIP to give the linear address; 0 in 64-bit mode
 */
record CodeMode(int bits, long csBase) {
    private static final int FLAT = 1 << 8;

    /** Code width 3:0, stack width 7:4, flat 8, CPL 10:9, protected mode 11, virtual-8086 mode 12. */
    static int bits(Cpu c) {
        return c.codeWidth | c.stackWidth << 4 | (c.flat ? FLAT : 0) | c.cpl << 9 | (c.protectedMode() ? 1 << 11 : 0)
                | (c.virtual8086() ? 1 << 12 : 0);
    }

    static long csBase(Cpu c) { return c.long64 ? 0 : c.segments[Segment.CS].base; }

    /** The width of the code, in bytes: 2, 4 or 8. */
    int codeWidth() { return bits & 0xF; }
    boolean wide() { return codeWidth() == 8; }
    boolean flat() { return (bits & FLAT) != 0; }

    long linear(long rip) { return wide() ? rip : csBase + rip & 0xFFFF_FFFFL; }
}
