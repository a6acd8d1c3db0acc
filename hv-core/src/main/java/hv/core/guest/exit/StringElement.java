package hv.core.guest.exit;

import hv.api.GuestFault;
import hv.api.x86.Access;
import hv.api.x86.Gva;
import hv.api.x86.VmcsField;
import hv.core.guest.state.GuestCpu;
import hv.core.guest.state.Vmcs;

/** The element of memory that INS or OUTS moves; each element makes a VM exit of its own. */
public final class StringElement {
    private static final long IN = 1 << 3, STRING = 1 << 4;

    private final GuestCpu guest;
    private final Vmcs vmcs;

    StringElement(GuestCpu guest, Vmcs vmcs) {
        this.guest = guest;
        this.vmcs = vmcs;
    }

    /** Whether the present exit, of an I/O instruction, is one of INS or OUTS. */
    boolean isPresent() { return (qualification() & STRING) != 0; }

    /** The value that OUTS moves; 0 where it can't be read. */
    int value() {
        var memory = new byte[bytes()];
        try {
            guest.read(linear(), memory);
        } catch (GuestFault _) {
            return 0;
        }
        int value = 0;
        for (int i = memory.length - 1; i >= 0; i--) value = value << 8 | memory[i] & 0xFF;
        return value;
    }

    /** Whether the instruction faults at its memory. No device is asked then, for the value that one gives would be lost. */
    public boolean faults() {
        if (!isPresent()) return false;
        var how = (qualification() & IN) != 0 ? Access.WRITE : Access.READ;
        try {
            guest.translate(linear(), how);
            guest.translate(new Gva(linear().value() + bytes() - 1), how);
            return false;
        } catch (GuestFault _) {
            return true;
        }
    }

    private Gva linear() { return new Gva(vmcs.get(VmcsField.GUEST_LINEAR_ADDRESS)); }
    private int bytes() { return ((int) qualification() & 7) + 1; }
    private long qualification() { return vmcs.get(VmcsField.EXIT_QUALIFICATION); }
}
