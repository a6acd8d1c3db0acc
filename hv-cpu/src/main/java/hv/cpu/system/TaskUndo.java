package hv.cpu.system;

import hv.cpu.semantics.Cpu;
import hv.cpu.state.Registers;
import hv.cpu.state.Segment;
import java.util.ArrayList;
import java.util.List;

/**
 * Undoes a task switch that makes a VM exit at one of its accesses, since it will begin again: registers, and which TSSs are busy. What has been
 * saved of the old task stays, as it will be saved again.
 */
final class TaskUndo {
    private record Mark(long address, int rights) {}

    private final Cpu c;
    private final Registers before = new Registers();
    private final int flags;
    private final List<Mark> marks = new ArrayList<>();

    TaskUndo(Cpu c) {
        this.c = c;
        flags = c.flags.image();
        copy(c, before);
    }

    /** This TSS may become busy or available. */
    void remember(Descriptor d) { marks.addFirst(new Mark(d.address() + 5, (int) (d.raw() >>> 40) & 0xFF)); }

    void undo() {
        copy(before, c);
        c.flags.setImage(flags);
        c.mem.flush();
        c.modeChanged();
        for (var mark : marks) c.mem.writeSystem(mark.address, 1, mark.rights);
    }

    private static void copy(Registers from, Registers to) {
        System.arraycopy(from.r, 0, to.r, 0, to.r.length);
        System.arraycopy(from.pdpte, 0, to.pdpte, 0, to.pdpte.length);
        for (int i = 0; i < to.segments.length; i++) copy(from.segments[i], to.segments[i]);
        to.rip = from.rip;
        to.cr0 = from.cr0;
        to.cr3 = from.cr3;
        to.dr[7] = from.dr[7];
        to.cpl = from.cpl;
        to.pendingDebug = from.pendingDebug;
    }

    private static void copy(Segment from, Segment to) { to.load(from.selector, from.base, from.limit, from.rights); }
}
