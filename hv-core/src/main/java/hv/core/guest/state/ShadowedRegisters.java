package hv.core.guest.state;

import hv.api.x86.VmcsField;

/**
 * CR0 and CR4: which bits the host owns, and what the guest sees of them. The framework owns the bits that VMX fixes; plugins add those
 * they want to hear of. Whatever is owned, the guest reads what it wrote.
 */
public final class ShadowedRegisters {
    private final GuestCapabilities capabilities;
    private long watchedCr0, watchedCr4;

    public ShadowedRegisters(GuestCapabilities capabilities) { this.capabilities = capabilities; }

    public void clear() { watchedCr0 = watchedCr4 = 0; }
    public void watchCr0(long mask) { watchedCr0 |= mask; }
    public void watchCr4(long mask) { watchedCr4 |= mask; }

    /** The masks, with the shadows that leave what the guest sees as it is. */
    public void write(Vmcs vmcs) {
        long cr0 = cr0(vmcs), cr4 = cr4(vmcs);
        vmcs.set(VmcsField.CR0_GUEST_HOST_MASK, watchedCr0 | capabilities.cr0Fixed0());
        vmcs.set(VmcsField.CR0_READ_SHADOW, cr0);
        vmcs.set(VmcsField.CR4_GUEST_HOST_MASK, watchedCr4 | capabilities.cr4Fixed0());
        vmcs.set(VmcsField.CR4_READ_SHADOW, cr4);
    }

    /** CR0 as the guest sees it. */
    public long cr0(Vmcs vmcs) { return seen(vmcs, VmcsField.GUEST_CR0, VmcsField.CR0_GUEST_HOST_MASK, VmcsField.CR0_READ_SHADOW); }
    public long cr4(Vmcs vmcs) { return seen(vmcs, VmcsField.GUEST_CR4, VmcsField.CR4_GUEST_HOST_MASK, VmcsField.CR4_READ_SHADOW); }

    private static long seen(Vmcs vmcs, VmcsField register, VmcsField mask, VmcsField shadow) {
        long owned = vmcs.get(mask);
        return vmcs.get(register) & ~owned | vmcs.get(shadow) & owned;
    }
}
