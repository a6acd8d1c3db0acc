package hv.cpu.system;

import hv.api.x86.Cr0;
import hv.api.x86.Dr6;
import hv.api.x86.Dr7;
import hv.api.x86.ExceptionVector;
import hv.api.x86.ExitReason;
import hv.api.x86.Rflags;
import hv.cpu.semantics.Cpu;
import hv.cpu.state.GuestException;
import hv.cpu.state.Segment;
import hv.cpu.state.VmExitSignal;

/**
 * Task switches by hardware. In VMX non-root operation they exit; in IA-32e mode there are none.
 *
 * @sdm 3A "Task Switching"; 3C "Unconditional VM Exits", task switches
 */
final class TaskSwitches {
    /** Sources, as in the exit qualification. */
    static final int CALL = 0, IRET = 1, JMP = 2, IDT_GATE = 3;
    private static final int SMALLEST_LIMIT = 0x67, SMALLEST_LIMIT_16 = 0x2B;
    private static final int BUSY = 2, NO_ERROR_CODE = -1;
    private static final long LOCAL_BREAKPOINTS = Dr7.LOCAL_ENABLES | Dr7.LE;

    private TaskSwitches() {}

    /**
     * Switches tasks for an instruction. A fault after the new task has begun is its own exception, which is delivered here.
     *
     * @param selector of the TSS
     * @param length   of the instruction
     * @param next     RIP at which the old task will go on
     */
    static void byInstruction(Cpu c, int selector, int source, int length, long next) {
        var d = check(c, selector, source, length);
        int flags = source == IRET ? c.flags.image() & ~Rflags.NT : c.flags.image();
        var fault = enter(c, d, source, flags, next, NO_ERROR_CODE);
        if (fault != null) begin(c, fault);
    }

    /** The instruction has ended: a VM exit on the way to the exception's handler finds the new task, and one instruction more retired. */
    private static void begin(Cpu c, GuestException fault) {
        try {
            Delivery.exception(c, fault);
        } catch (VmExitSignal exit) {
            c.exit.trap = true;
            c.extraRetired = 1;
            throw exit;
        }
    }

    /** Switches tasks for an exception or interrupt through a task gate; its error code goes to the new task's stack. */
    static void byEvent(Cpu c, int selector, Interruption e) {
        var d = check(c, selector, IDT_GATE, e.length());
        var fault = enter(c, d, IDT_GATE, c.flags.image() | (e.resume() ? Rflags.RF : 0), e.rip(), e.errorCode());
        if (fault != null) throw fault;
    }

    /** @return the exception that the new task begins with; null for none */
    private static GuestException enter(Cpu c, Descriptor d, int source, int flags, long next, int errorCode) {
        var undo = new TaskUndo(c);
        try {
            leave(c, d, source, flags, next, undo);
            return arrive(c, errorCode);
        } catch (VmExitSignal exit) {
            undo.undo();
            throw exit;
        }
    }

    private static GuestException arrive(Cpu c, int errorCode) {
        try {
            TaskEntry.load(c);
            if (errorCode != NO_ERROR_CODE) pushErrorCode(c, errorCode);
            return null;
        } catch (GuestException fault) {
            return fault;
        }
    }

    private static void pushErrorCode(Cpu c, int errorCode) {
        var stack = PendingStack.current(c);
        stack.push(c, TaskImage.is32(c) ? 4 : 2, errorCode);
        stack.commit(c);
    }

    /** Checks a TSS in the GDT: available (busy for IRET), present and large enough. Then comes the VM exit, if there is one. */
    private static Descriptor check(Cpu c, int selector, int source, int length) {
        if (c.longMode()) throw c.gp(selector & ~3);
        var d = checkDescriptor(c, selector, source);
        if (c.vmx.nonRoot && c.vmx.exits(ExitReason.TASK_SWITCH)) throw c.exit(ExitReason.TASK_SWITCH, (selector & 0xFFFFL) | (long) source << 30, length);
        return d;
    }

    private static Descriptor checkDescriptor(Cpu c, int selector, int source) {
        int vector = source == IRET ? ExceptionVector.TS : ExceptionVector.GP;
        if ((selector & 4) != 0) throw c.fault(vector, selector & ~3);
        var d = DescriptorTables.read(c, selector, vector);
        int type = d.type() & ~8;
        if (d.segment() || type != (source == IRET ? Descriptor.BUSY_TSS16 : Descriptor.TSS16)) throw c.fault(vector, d.errorCode());
        if (!d.present()) throw c.fault(ExceptionVector.NP, d.errorCode());
        int smallest = (d.type() & 8) != 0 ? SMALLEST_LIMIT : SMALLEST_LIMIT_16;
        if (Integer.compareUnsigned(d.limit(), smallest) < 0) throw c.fault(ExceptionVector.TS, d.errorCode());
        return d;
    }

    /** The old task is saved, and the new one's registers but the segments are loaded; faults come before anything changes. */
    private static void leave(Cpu c, Descriptor d, int source, int flags, long next, TaskUndo undo) {
        boolean nested = source == CALL || source == IDT_GATE;
        var image = TaskImage.read(c, d);
        TaskImage.checkSave(c);
        if (nested) c.mem.checkWriteSystem(d.base(), 2);
        int old = c.segments[Segment.TR].selector;
        if (!nested) markAvailable(c, old, undo);
        TaskImage.save(c, flags, next);
        if (nested) c.mem.writeSystem(d.base(), 2, old);
        undo.remember(d);
        if (source != IRET) DescriptorTables.mark(c, d, BUSY);
        c.segments[Segment.TR].load(d.selector(), d.base(), d.limit(), d.rights() | BUSY);
        c.cr0 |= Cr0.TS;
        c.dr[7] &= ~LOCAL_BREAKPOINTS;
        image.load(c, nested ? Rflags.NT : 0);
        if (image.trap()) c.pendingDebug |= Dr6.BT;
    }

    private static void markAvailable(Cpu c, int selector, TaskUndo undo) {
        var old = DescriptorTables.read(c, selector, ExceptionVector.TS);
        undo.remember(old);
        c.mem.writeSystem(old.address() + 5, 1, (int) (old.raw() >>> 40) & 0xFF & ~BUSY);
    }
}
