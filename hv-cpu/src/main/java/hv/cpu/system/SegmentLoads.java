package hv.cpu.system;

import static hv.cpu.system.DescriptorTables.isNull;

import hv.api.x86.AccessRights;
import hv.api.x86.ExceptionVector;
import hv.cpu.semantics.Cpu;
import hv.cpu.state.Segment;

/**
 * Segment registers with their hidden parts, loaded by selector.
 *
 * @sdm 2B "MOV—Move", protected-mode checks; 3A "Segment Registers"
 */
final class SegmentLoads {
    private SegmentLoads() {}

    /** ES, SS, DS, FS or GS. The caller calls {@code c.modeChanged()}. */
    static void load(Cpu c, int index, int selector) {
        var s = c.segments[index];
        if (!c.protectedMode()) loadReal(s, selector);
        else if (c.virtual8086()) loadVirtual8086(s, selector);
        else if (index == Segment.SS) loadStack(c, selector, c.cpl, ExceptionVector.GP);
        else loadData(c, s, selector);
    }

    /** Loads a segment in real mode. It keeps its limit ("big real mode"). */
    static void loadReal(Segment s, int selector) {
        if (s.unusable()) s.load(selector, (long) selector << 4, 0xFFFF, AccessRights.DATA_16);
        else s.load(selector, (long) selector << 4, s.limit, s.rights);
    }

    static void loadVirtual8086(Segment s, int selector) { s.load(selector, (long) selector << 4, 0xFFFF, AccessRights.VIRTUAL_8086); }

    static void loadNull(Segment s, int selector) { s.load(selector, 0, 0, AccessRights.UNUSABLE); }

    private static void loadData(Cpu c, Segment s, int selector) {
        if (isNull(selector)) {
            loadNull(s, selector);
            return;
        }
        var d = DescriptorTables.read(c, selector, ExceptionVector.GP);
        boolean privileged = !d.conforming() && (d.rpl() > d.dpl() || c.cpl > d.dpl());
        if (!d.readable() || privileged) throw c.gp(d.errorCode());
        if (!d.present()) throw c.fault(ExceptionVector.NP, d.errorCode());
        commit(c, s, d);
    }

    /** Loads SS for a privilege level. Faults other than not-present have {@code vector}: #GP, or #TS where the selector came from a TSS. */
    static void loadStack(Cpu c, int selector, int cpl, int vector) {
        if (isNull(selector)) loadNullStack(c, selector, cpl, vector);
        else commit(c, c.segments[Segment.SS], stack(c, selector, cpl, vector));
    }

    /** Loads a null SS, which 64-bit mode allows below privilege level 3. */
    private static void loadNullStack(Cpu c, int selector, int cpl, int vector) {
        if (!c.long64 || cpl == 3 || (selector & 3) != cpl) throw c.fault(vector, 0);
        c.segments[Segment.SS].load(selector, 0, 0, AccessRights.UNUSABLE | cpl << AccessRights.DPL_SHIFT);
    }

    /** The checked descriptor of a stack for a privilege level. */
    static Descriptor stack(Cpu c, int selector, int cpl, int vector) {
        var d = DescriptorTables.readNotNull(c, selector, vector);
        if (d.rpl() != cpl || d.dpl() != cpl || !d.writable()) throw c.fault(vector, d.errorCode());
        if (!d.present()) throw c.fault(ExceptionVector.SS, d.errorCode());
        return d;
    }

    /** Marks the segment accessed and loads it. */
    static void commit(Cpu c, Segment s, Descriptor d) {
        DescriptorTables.mark(c, d, Descriptor.ACCESSED);
        s.load(d.selector(), d.base(), d.limit(), d.rights() | Descriptor.ACCESSED);
    }

    /** Loads CS. Its RPL becomes the privilege level. */
    static void commitCode(Cpu c, Descriptor d, int cpl) {
        DescriptorTables.mark(c, d, Descriptor.ACCESSED);
        c.segments[Segment.CS].load(d.selector() & ~3 | cpl, d.base(), d.limit(), d.rights() | Descriptor.ACCESSED);
        c.cpl = cpl;
    }

    /** Loads null selectors into the data segments that the new, less privileged level may not use. Segments that are null already get selector 0. */
    static void dropPrivileged(Cpu c) {
        for (int index : new int[] {Segment.ES, Segment.DS, Segment.FS, Segment.GS}) {
            var s = c.segments[index];
            boolean conforming = (s.rights & (Descriptor.CODE | Descriptor.CONFORMING)) == (Descriptor.CODE | Descriptor.CONFORMING);
            if (s.unusable()) s.selector = 0;
            else if (!conforming && s.dpl() < c.cpl) loadNull(s, 0);
        }
    }
}
