package hv.cpu.state;

/** Where a logical processor is in VMX operation: what neither {@link Controls} nor the VMCS region holds. */
public final class VmxState {
    /** No VMXON region, no current VMCS. */
    public static final long NONE = -1;

    public final VmxCapabilities capabilities;
    /** Physical address given to VMXON. */
    public long vmxonPointer = NONE;
    /** Physical address of the current VMCS. */
    public long current = NONE;
    /** Groups of fields written since the last successful entry with the current VMCS; see {@code vmx.FieldGroup}. */
    public int written;
    /** IA32_EFER.LMA when host state was last checked. */
    public boolean checkedInLongMode;
    /** Software in Java entered the guest: a VM exit returns to it instead of going on at HOST_RIP. */
    public boolean enteredFromJava;
    /** NMIs were blocked in root operation when the guest was entered. */
    public boolean hostNmiBlocking;
    /** A VMX abort has shut the processor down: only RESET leaves this state. */
    public boolean aborted;

    public VmxState(VmxCapabilities capabilities) { this.capabilities = capabilities; }

    /** Outside VMX operation, as after RESET. */
    public void reset() {
        vmxonPointer = current = NONE;
        written = 0;
        enteredFromJava = hostNmiBlocking = aborted = false;
    }
}
