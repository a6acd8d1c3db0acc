package hv.cpu.vmx;

import hv.api.x86.Eptp;
import hv.api.x86.PrimaryControls;
import hv.api.x86.SecondaryControls;
import hv.api.x86.VmcsField;
import hv.cpu.state.Registers;
import hv.cpu.state.VmExitSignal;

/** The guest of the current VMCS as software in Java looks at it from root operation: its guest-state area, and its EPT. */
public final class GuestArea {
    /** The result of {@link #throughEpt} where EPT does not allow the access. */
    public static final long NOT_ALLOWED = -1;

    private GuestArea() {}

    /** Registers that decide how the guest's next instruction is decoded, and where its accesses go; the PDPTEs are those of a guest with EPT. */
    public static Registers registers(Settled owner) {
        var guest = new Registers();
        GuestState.loadExecution(owner.asExited(), guest);
        return guest;
    }

    /** Whether the current VMCS uses EPT. */
    public static boolean usesEpt(Settled settled) {
        var owner = settled.asExited();
        return Vmcs.hasCurrent(owner)
                && (Vmcs.getInt(owner, VmcsField.PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS) & PrimaryControls.ACTIVATE_SECONDARY_CONTROLS) != 0
                && (Vmcs.getInt(owner, VmcsField.SECONDARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS) & SecondaryControls.ENABLE_EPT) != 0;
    }

    /**
     * Walks the EPT of the current VMCS; no accessed or dirty flag changes.
     *
     * @param access bits 0 read, 1 write, 2 execute
     * @return the host-physical address, or {@link #NOT_ALLOWED}
     */
    public static long throughEpt(Settled settled, long guestPhysical, int access) {
        var owner = settled.asExited();
        long inForce = owner.vmx.eptp;
        owner.vmx.eptp = Vmcs.get(owner, VmcsField.EPT_POINTER) & ~Eptp.ACCESSED_DIRTY;
        try {
            return owner.mem.throughEpt(guestPhysical, access);
        } catch (VmExitSignal violation) {
            return NOT_ALLOWED;
        } finally {
            owner.vmx.eptp = inForce;
        }
    }
}
