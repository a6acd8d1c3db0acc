package hv.cpu.system;

import static hv.cpu.system.DescriptorTables.isNull;

import hv.api.x86.ExceptionVector;
import hv.cpu.semantics.Cpu;
import hv.cpu.state.Segment;

/**
 * Loads the segments of a new task from the selectors in its TSS. Their faults, most often #TS, belong to the new task.
 *
 * @sdm 3A "Task Switching", exception conditions checked during a task switch
 */
final class TaskEntry {
    private static final int[] DATA = {Segment.DS, Segment.ES, Segment.FS, Segment.GS};

    private TaskEntry() {}

    static void load(Cpu c) {
        ldt(c);
        if (c.virtual8086()) {
            virtual8086(c);
            return;
        }
        var code = code(c);
        SegmentLoads.commit(c, c.segments[Segment.SS], SegmentLoads.stack(c, c.segments[Segment.SS].selector, c.cpl, ExceptionVector.TS));
        for (int index : DATA) data(c, c.segments[index]);
        SegmentLoads.commitCode(c, code, c.cpl);
        c.modeChanged();
        if (c.rip > (code.limit() & 0xFFFF_FFFFL)) throw c.gp(0);
    }

    private static void ldt(Cpu c) {
        var ldtr = c.segments[Segment.LDTR];
        if (isNull(ldtr.selector)) return;
        if ((ldtr.selector & 4) != 0) throw c.fault(ExceptionVector.TS, ldtr.selector & ~3);
        var d = DescriptorTables.read(c, ldtr.selector, ExceptionVector.TS);
        if (!d.system(Descriptor.LDT) || !d.present()) throw c.fault(ExceptionVector.TS, d.errorCode());
        ldtr.load(d.selector(), d.base(), d.limit(), d.rights());
    }

    private static void virtual8086(Cpu c) {
        for (int i = Segment.ES; i <= Segment.GS; i++) SegmentLoads.loadVirtual8086(c.segments[i], c.segments[i].selector);
        c.cpl = 3;
        c.modeChanged();
        if (c.rip > 0xFFFF) throw c.gp(0);
    }

    private static Descriptor code(Cpu c) {
        var d = DescriptorTables.readNotNull(c, c.segments[Segment.CS].selector, ExceptionVector.TS);
        boolean allowed = d.code() && (d.conforming() ? d.dpl() <= d.rpl() : d.dpl() == d.rpl());
        if (!allowed) throw c.fault(ExceptionVector.TS, d.errorCode());
        if (!d.present()) throw c.fault(ExceptionVector.NP, d.errorCode());
        return d;
    }

    private static void data(Cpu c, Segment s) {
        if (isNull(s.selector)) return;
        var d = DescriptorTables.read(c, s.selector, ExceptionVector.TS);
        boolean privileged = !d.conforming() && (d.rpl() > d.dpl() || c.cpl > d.dpl());
        if (!d.readable() || privileged) throw c.fault(ExceptionVector.TS, d.errorCode());
        if (!d.present()) throw c.fault(ExceptionVector.NP, d.errorCode());
        SegmentLoads.commit(c, s, d);
    }
}
