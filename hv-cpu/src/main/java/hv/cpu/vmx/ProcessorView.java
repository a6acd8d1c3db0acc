package hv.cpu.vmx;

import hv.api.x86.VmcsField;
import hv.cpu.entry.EntryView;
import hv.cpu.semantics.Cpu;
import hv.cpu.state.VmxCapabilities;

/** The current VMCS of a processor as the input of VM entry's checks. */
final class ProcessorView implements EntryView {
    private final Cpu c;
    /** Whether a rule looked at memory, which may change without a write to a field. */
    boolean lookedAtMemory;

    ProcessorView(Cpu c) { this.c = c; }

    @Override public VmxCapabilities capabilities() { return c.vmxState.capabilities; }
    @Override public long get(VmcsField field) { return Vmcs.read(c, field); }
    @Override public boolean longMode() { return c.longMode(); }
    @Override public long pointer() { return c.vmxState.pointers.current; }

    @Override
    public long memory(long physical, int bytes) {
        lookedAtMemory = true;
        return c.ram.contains(physical, bytes) ? c.ram.read(physical, bytes) : -1L >>> 64 - 8 * bytes;
    }
}
