package hv.cpu.vmx;

import hv.api.x86.VmcsField;
import hv.cpu.entry.FieldGroup;
import hv.cpu.semantics.Cpu;

/**
 * The data of a VMCS, which are in its region in RAM. Each field has eight bytes, zero-extended, in the order of the encodings. Before the fields
 * there is the header: revision identifier and shadow indicator, abort indicator, launch state.
 *
 * @sdm 3C chapter 25 "Format of the VMCS Region"
 */
final class Vmcs {
    /** Bytes of a VMXON or VMCS region, IA32_VMX_BASIC[44:32]. */
    static final int REGION_SIZE = 4096;
    private static final int REVISION = 0, ABORT = 4, LAUNCH_STATE = 8, FIELDS = 16;
    private static final int LAUNCHED = 1;

    private Vmcs() {}

    /** Byte offset of a field in the region. */
    static int offset(VmcsField field) { return FIELDS + 8 * field.ordinal(); }

    static long get(Cpu c, VmcsField field) { return c.ram.read(c.vmxState.pointers.current + offset(field), 8); }

    static int getInt(Cpu c, VmcsField field) { return (int) c.ram.read(c.vmxState.pointers.current + offset(field), 4); }

    /** Writes a field for the processor itself; the value must fit the field. */
    static void put(Cpu c, VmcsField field, long value) { putAt(c, offset(field), value); }

    /** @param offset of a field in the region */
    static void putAt(Cpu c, int offset, long value) { c.ram.writeData(c.vmxState.pointers.current + offset, 8, value); }

    /** Announces calls of {@link #put}: decoded code in the region is dropped, and the writes count as the processor's own. */
    static void open(Cpu c) { c.ram.aboutToWrite(c.vmxState.pointers.current, REGION_SIZE); }

    static void putInt(Cpu c, VmcsField field, int value) { put(c, field, value & 0xFFFF_FFFFL); }

    /** Reads a field for software: cut to the field's width, whatever the region holds. */
    static long read(Cpu c, VmcsField field) {
        int unused = 64 - field.width().bits();
        return get(c, field) << unused >>> unused;
    }

    /** Writes a field for software: cut to the field's width, and noted for the next entry's checks and for explanations. */
    static void write(Cpu c, VmcsField field, long value) {
        int unused = 64 - field.width().bits();
        open(c);
        put(c, field, value << unused >>> unused);
        c.vmxState.memo.written |= FieldGroup.of(field).mask;
        Writers.note(c, field);
    }

    static boolean exit(Cpu c, int bit) { return (getInt(c, VmcsField.PRIMARY_VM_EXIT_CONTROLS) & bit) != 0; }

    static boolean hasCurrent(Cpu c) { return c.vmxState.pointers.hasCurrent(); }

    /** The revision identifier in bits 30:0 and the shadow indicator in bit 31 of any region; all ones where there is no RAM. */
    static int header(Cpu c, long region) { return inRam(c, region) ? (int) c.ram.read(region + REVISION, 4) : -1; }

    private static boolean inRam(Cpu c, long region) { return c.ram.contains(region, REGION_SIZE); }

    static boolean isShadow(Cpu c, long region) { return header(c, region) < 0; }

    static boolean launched(Cpu c) { return c.ram.read(c.vmxState.pointers.current + LAUNCH_STATE, 4) == LAUNCHED; }

    static void setLaunched(Cpu c) { c.ram.write(c.vmxState.pointers.current + LAUNCH_STATE, 4, LAUNCHED); }

    /** Sets the launch state of any region to clear. */
    static void clear(Cpu c, long region) {
        if (inRam(c, region)) c.ram.write(region + LAUNCH_STATE, 4, 0);
    }

    static int abortIndicator(Cpu c) { return (int) c.ram.read(c.vmxState.pointers.current + ABORT, 4); }

    static void abort(Cpu c, int indicator) { c.ram.write(c.vmxState.pointers.current + ABORT, 4, indicator); }
}
