package hv.cpu.entry;

import hv.api.x86.VmcsField;
import hv.cpu.state.VmxCapabilities;

/** All that VM entry looks at when it checks a VMCS. */
public interface EntryView {
    VmxCapabilities capabilities();

    /** Zero-extended, and cut to the field's width; a field that the processor lacks reads 0. */
    long get(VmcsField field);

    /** Whether the entry is made from IA-32e mode (IA32_EFER.LMA). */
    boolean longMode();

    /** Physical address of the VMCS. */
    long pointer();

    /** @param bytes 1, 4 or 8; @return zero-extended; all ones where there is no memory */
    long memory(long physical, int bytes);

    default int getInt(VmcsField field) { return (int) get(field); }
}
