package hv.cpu.system;

import hv.api.x86.Cr4;
import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Operands;
import hv.cpu.semantics.Operation;
import hv.cpu.semantics.Segmentation;
import hv.cpu.semantics.Width;
import hv.cpu.state.Segment;

/** RDFSBASE and its kin, and SWAPGS: 64-bit mode only. */
final class SegmentBases {
    private SegmentBases() {}

    static Operation read(int segment) {
        return (c, o, w, dk, sk) -> {
            requireEnabled(c);
            Operands.setRegister(c, w, o.dr, c.segments[segment].base);
        };
    }

    static Operation write(int segment) {
        return (c, o, w, dk, sk) -> {
            requireEnabled(c);
            long base = Width.unsigned(w, c.r[o.dr]);
            if (!Segmentation.canonical(base)) throw c.gp(0);
            c.segments[segment].base = base;
        };
    }

    private static void requireEnabled(Cpu c) {
        if (!c.long64 || !ControlRegisters.has(c, Cr4.FSGSBASE)) throw c.ud();
    }

    static void swapgs(Cpu c, Op o, int w, int dk, int sk) {
        Privilege.require64(c);
        Privilege.requireRing0(c);
        var gs = c.segments[Segment.GS];
        long base = gs.base;
        gs.base = c.kernelGsBase;
        c.kernelGsBase = base;
    }
}
