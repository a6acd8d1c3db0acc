package hv.cpu.memory;

import hv.api.x86.ExitReason;
import hv.api.x86.PrimaryControls;
import hv.api.x86.SecondaryControls;
import hv.cpu.state.Controls;
import hv.cpu.state.ExitRecord;
import hv.cpu.state.VmExitSignal;

/**
 * The APIC-access page of a guest. Where the controls say so, reads are answered from the virtual-APIC page and writes go there; all other accesses
 * are VM exits.
 *
 * @sdm 3C "Virtualizing Memory-Mapped APIC Accesses"
 */
final class ApicAccessPage {
    /** Access types of the exit qualification. */
    static final int READ = 0, WRITE = 1, FETCH = 2, GUEST_PHYSICAL = 15;
    private static final int ID = 0x20, VERSION = 0x30, TASK_PRIORITY = 0x80, EOI = 0xB0, LOGICAL_DESTINATION = 0xD0, DESTINATION_FORMAT = 0xE0,
            SPURIOUS = 0xF0, IN_SERVICE = 0x100, ERROR_STATUS = 0x280, COMMAND = 0x300, COMMAND_HIGH = 0x310, FIRST_VECTOR = 0x320, LAST_VECTOR = 0x370,
            INITIAL_COUNT = 0x380, DIVIDE = 0x3E0;

    private final Controls controls;
    private final PhysicalMemory memory;
    private final ExitRecord exit;
    private final VmExitSignal signal;

    ApicAccessPage(Controls controls, PhysicalMemory memory, ExitRecord exit, VmExitSignal signal) {
        this.controls = controls;
        this.memory = memory;
        this.exit = exit;
        this.signal = signal;
    }

    boolean is(long physical) { return physical >>> 12 == controls.apicAccessPage; }

    VmExitSignal exit(long physical, int type) {
        exit.clear();
        exit.reason = ExitReason.APIC_ACCESS;
        exit.qualification = physical & 0xFFF | type << 12;
        return signal;
    }

    long read(long physical, int bytes) {
        int offset = (int) physical & 0xFFF;
        if (!isPartOfRegister(offset, bytes) || !readable(offset & ~0xF)) throw exit(physical, READ);
        return memory.read(controls.virtualApic + offset, bytes);
    }

    /** Writes to the virtual-APIC page; the consequences come after the instruction. An instruction that writes twice exits. */
    void write(long physical, int bytes, long value) {
        int offset = (int) physical & 0xFFF, register = offset & ~0xF;
        if (!isPartOfRegister(offset, bytes) || !writable(register) || controls.apicWrite >= 0) throw exit(physical, WRITE);
        memory.write(controls.virtualApic + offset, bytes, value);
        controls.apicWrite = register;
    }

    private boolean isPartOfRegister(int offset, int bytes) { return controls.primary(PrimaryControls.USE_TPR_SHADOW) && (offset & 0xF) + bytes <= 4; }

    private boolean readable(int register) {
        if (register == TASK_PRIORITY) return true;
        if (controls.secondary(SecondaryControls.APIC_REGISTER_VIRTUALIZATION)) {
            return register == VERSION || register >= IN_SERVICE && register < ERROR_STATUS || isWrittenByGuests(register);
        }
        return controls.secondary(SecondaryControls.VIRTUAL_INTERRUPT_DELIVERY) && (register == EOI || register == COMMAND);
    }

    private boolean writable(int register) {
        if (register == TASK_PRIORITY) return true;
        if (controls.secondary(SecondaryControls.APIC_REGISTER_VIRTUALIZATION)) return isWrittenByGuests(register);
        return controls.secondary(SecondaryControls.VIRTUAL_INTERRUPT_DELIVERY) && (register == EOI || register == COMMAND);
    }

    private static boolean isWrittenByGuests(int register) {
        return switch (register) {
            case ID, EOI, LOGICAL_DESTINATION, DESTINATION_FORMAT, SPURIOUS, ERROR_STATUS, COMMAND, COMMAND_HIGH, INITIAL_COUNT, DIVIDE -> true;
            default -> register >= FIRST_VECTOR && register <= LAST_VECTOR;
        };
    }
}
