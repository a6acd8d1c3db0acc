package hv.core.guest.state;

import hv.api.x86.VmcsField;

/**
 * The guest/host masks and read shadows of CR0 and CR4. The framework owns the bits that VMX fixes, and plugins add those whose changes they
 * intercept. The guest reads from every owned bit the value that it wrote last.
 */
public final class ShadowedRegisters {
    private final GuestCapabilities capabilities;
    private long watchedCr0, watchedCr4;

    public ShadowedRegisters(GuestCapabilities capabilities) { this.capabilities = capabilities; }

    public void clear() { watchedCr0 = watchedCr4 = 0; }
    public void watchCr0(long mask) { watchedCr0 |= mask; }
    public void watchCr4(long mask) { watchedCr4 |= mask; }

    /** Writes the masks, and shadows with which the guest reads the same values as before. */
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
