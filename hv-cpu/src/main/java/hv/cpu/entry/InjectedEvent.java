package hv.cpu.entry;

import hv.api.x86.EventType;
import hv.api.x86.InterruptionInformation;
import hv.api.x86.VmcsField;

/**
 * The VM-entry interruption-information field.
 *
 * @sdm 3C chapter 25 "VM-Entry Controls for Event Injection"
 */
record InjectedEvent(int information) {
    static InjectedEvent of(EntryView v) { return new InjectedEvent(v.getInt(VmcsField.VM_ENTRY_INTERRUPTION_INFORMATION)); }

    boolean valid() { return (information & InterruptionInformation.VALID) != 0; }
    int vector() { return InterruptionInformation.vector(information); }
    int type() { return InterruptionInformation.type(information); }
    boolean deliversErrorCode() { return (information & InterruptionInformation.ERROR_CODE) != 0; }
    boolean reservedClear() { return (information & ~InterruptionInformation.ENTRY_BITS) == 0; }

    /** Hardware exception. */
    boolean exception() { return type() == EventType.HARDWARE_EXCEPTION; }

    /**
     * Whether the event is a software interrupt, a privileged software exception or a software exception, for which the instruction length matters.
     */
    boolean software() { return type() >= EventType.SOFTWARE_INTERRUPT && type() <= EventType.SOFTWARE_EXCEPTION; }

    boolean is(int type) { return valid() && type() == type; }
}
