package hv.cpu.entry;

import hv.api.x86.VmcsField;

/**
 * The VM-entry interruption-information field.
 *
 * @sdm 3C chapter 25 "VM-Entry Controls for Event Injection"
 */
record InjectedEvent(int information) {
    static final int EXTERNAL_INTERRUPT = 0, NMI = 2, HARDWARE_EXCEPTION = 3, OTHER = 7;

    static InjectedEvent of(EntryView v) { return new InjectedEvent(v.getInt(VmcsField.VM_ENTRY_INTERRUPTION_INFORMATION)); }

    boolean valid() { return information < 0; }
    int vector() { return information & 0xFF; }
    int type() { return information >>> 8 & 7; }
    boolean deliversErrorCode() { return (information & 1 << 11) != 0; }
    boolean reservedClear() { return (information & 0x7FFF_F000) == 0; }

    /**
     * Whether the event is a software interrupt, a privileged software exception or a software exception, for which the instruction length matters.
     */
    boolean software() { return type() >= 4 && type() <= 6; }

    boolean is(int type) { return valid() && type() == type; }
}
