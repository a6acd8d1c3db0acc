package hv.cpu.vmx;

import hv.api.x86.VmcsField;
import hv.cpu.semantics.Cpu;
import hv.cpu.state.Controls;
import hv.cpu.state.Flags;

/** The guest of the current VMCS, looked at from root operation: its registers in another {@link Cpu}, which intercepts nothing. */
public final class GuestImage {
    private static final long EPTP_ACCESSED_DIRTY = 1 << 6;

    private GuestImage() {}

    /** Loads what the guest-state area holds. */
    public static void load(Cpu into, Cpu owner) {
        GuestState.load(into, owner);
        into.modeChanged();
    }

    /** Saves it, as a VM exit would. */
    public static void save(Cpu from, Cpu owner) { GuestState.save(from, owner, from.flags.has(Flags.RF)); }

    /** Makes accesses of a processor with paging off go through the guest's EPT, if it has one, and leave no accessed or dirty flags. */
    public static void useEpt(Cpu c, Cpu owner) {
        boolean secondary = (Vmcs.getInt(owner, VmcsField.PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS) & Controls.SECONDARY) != 0;
        int controls = secondary ? Vmcs.getInt(owner, VmcsField.SECONDARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS) & Controls.EPT : 0;
        c.vmx.nonRoot = true;
        c.vmx.secondary = controls;
        c.vmx.eptp = Vmcs.get(owner, VmcsField.EPT_POINTER) & ~EPTP_ACCESSED_DIRTY;
        c.mem.invalidation().all();
        c.modeChanged();
    }
}
