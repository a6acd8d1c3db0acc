package hv.cpu.entry;

import hv.api.x86.VmcsField;
import hv.cpu.state.VmxCapabilities;

/** The input of VM entry's checks: the fields of a VMCS, and the processor and memory around it. */
public interface EntryView {
    VmxCapabilities capabilities();

    /** The value of a field, zero-extended and cut to the field's width; 0 for a field that the processor lacks. */
    long get(VmcsField field);

    /** Whether the entry is made from IA-32e mode (IA32_EFER.LMA). */
    boolean longMode();

    /** The physical address of the VMCS. */
    long pointer();

    /**
     * Bytes of memory.
     *
     * @param bytes 1, 4 or 8
     * @return zero-extended; all ones where there is no memory
     */
    long memory(long physical, int bytes);

    default int getInt(VmcsField field) { return (int) get(field); }
}
