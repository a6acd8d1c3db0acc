package hv.cpu.system;

import hv.api.x86.ExceptionVector;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Segmentation;
import hv.cpu.state.Segment;

/** Checks of the target code segment of a far transfer. */
final class CodeTargets {
    private CodeTargets() {}

    /** Checks the target of a direct JMP or CALL, which stays at its privilege level. */
    static void checkDirect(Cpu c, Descriptor d) {
        boolean allowed = d.conforming() ? d.dpl() <= c.cpl : d.rpl() <= c.cpl && d.dpl() == c.cpl;
        if (!allowed) throw c.gp(d.errorCode());
        checkUsable(c, d);
    }

    /** The checked code segment that RET or IRET returns to; the selector's RPL will be the privilege level. */
    static Descriptor forReturn(Cpu c, int selector) {
        var d = DescriptorTables.readNotNull(c, selector, ExceptionVector.GP);
        boolean allowed = d.code() && d.rpl() >= c.cpl && (d.conforming() ? d.dpl() <= d.rpl() : d.dpl() == d.rpl());
        if (!allowed) throw c.gp(d.errorCode());
        checkUsable(c, d);
        return d;
    }

    static void checkUsable(Cpu c, Descriptor d) {
        if (!d.present()) throw c.fault(ExceptionVector.NP, d.errorCode());
        if (c.longMode() && d.longCode() && d.big()) throw c.gp(d.errorCode());
    }

    /** Checks an offset: #GP(0) if it is beyond the limit, or not canonical for 64-bit code. @return the offset, cut to 32 bits for other code */
    static long checkOffset(Cpu c, Descriptor d, long offset) {
        boolean wide = c.longMode() && d.longCode();
        long taken = wide ? offset : offset & 0xFFFF_FFFFL;
        boolean inside = wide ? Segmentation.canonical(offset) : taken <= (d.limit() & 0xFFFF_FFFFL);
        if (!inside) throw c.gp(0);
        return taken;
    }

    /** Loads CS in real and virtual-8086 mode: the base is the selector times 16, limit and rights stay. */
    static void loadParagraph(Cpu c, int selector, long offset) {
        var cs = c.segments[Segment.CS];
        if (offset > (cs.limit & 0xFFFF_FFFFL)) throw c.gp(0);
        cs.load(selector, (long) selector << 4, cs.limit, cs.rights);
        c.rip = offset;
        c.modeChanged();
    }

    static boolean byParagraph(Cpu c) { return !c.protectedMode() || c.virtual8086(); }
}
