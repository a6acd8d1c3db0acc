package hv.cpu.system;

import hv.api.x86.ExceptionVector;
import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Operands;
import java.util.function.Predicate;

/**
 * LAR, LSL, VERR, VERW and ARPL, by which a program examines selectors without a fault. ZF is the answer.
 *
 * @sdm 2A "LAR—Load Access Rights Byte" and "LSL—Load Segment Limit"; 2B "VERR/VERW"
 */
final class SelectorChecks {
    /** System types (a bit each) that the instruction knows, outside and in IA-32e mode. */
    private static final int LAR_TYPES = 0b0001_1010_0011_1110, LAR_TYPES_64 = 0b0001_1010_0000_0100,
            LSL_TYPES = 0b0000_1010_0000_1110, LSL_TYPES_64 = 0b0000_1010_0000_0100;
    private static final int RIGHTS = 0x00FF_FF00;

    private SelectorChecks() {}

    static void lar(Cpu c, Op o, int w, int dk, int sk) {
        var d = visible(c, (int) Operands.source(c, o, 2, sk), c.longMode() ? LAR_TYPES_64 : LAR_TYPES);
        load(c, o, w, d, d == null ? 0 : (int) (d.raw() >>> 32) & RIGHTS);
    }

    static void lsl(Cpu c, Op o, int w, int dk, int sk) {
        var d = visible(c, (int) Operands.source(c, o, 2, sk), c.longMode() ? LSL_TYPES_64 : LSL_TYPES);
        load(c, o, w, d, d == null ? 0 : d.limit());
    }

    private static void load(Cpu c, Op o, int w, Descriptor d, int value) {
        if (d != null) Operands.setRegister(c, w, o.dr, value & 0xFFFF_FFFFL);
        c.flags.setZf(d != null);
    }

    static void verr(Cpu c, Op o, int w, int dk, int sk) { verify(c, o, dk, Descriptor::readable); }
    static void verw(Cpu c, Op o, int w, int dk, int sk) { verify(c, o, dk, Descriptor::writable); }

    private static void verify(Cpu c, Op o, int dk, Predicate<Descriptor> allowed) {
        var d = visible(c, (int) Operands.first(c, o, 2, dk), 0);
        c.flags.setZf(d != null && allowed.test(d));
    }

    /**
     * The descriptor; null where the selector is null or beyond its table, the type is none of {@code systemTypes}, or the segment is too privileged.
     */
    private static Descriptor visible(Cpu c, int source, int systemTypes) {
        Privilege.requireProtectedMode(c);
        int selector = source & 0xFFFF;
        if (DescriptorTables.isNull(selector) || !DescriptorTables.within(c, selector, 8)) return null;
        var d = DescriptorTables.read(c, selector, ExceptionVector.GP);
        boolean known = d.segment() || (systemTypes >>> d.type() & 1) != 0;
        boolean privileged = !d.conforming() && Math.max(c.cpl, d.rpl()) > d.dpl();
        return known && !privileged ? d : null;
    }

    /** Raises the RPL of the destination to that of the source. The destination is written only if that changes it. */
    static void arpl(Cpu c, Op o, int w, int dk, int sk) {
        Privilege.requireProtectedMode(c);
        long selector = Operands.first(c, o, 2, dk), rpl = c.r[o.sr] & 3;
        boolean lower = (selector & 3) < rpl;
        if (lower) Operands.store(c, o, 2, dk, selector & ~3L | rpl);
        c.flags.setZf(lower);
    }
}
