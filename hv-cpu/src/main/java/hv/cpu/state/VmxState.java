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
    /** NMIs were blocked in root operation when the guest was entered, or are after the last VM exit. */
    public boolean hostNmiBlocking;
    /** The controls save and load enough that a guest's registers, left alone since its VM exit, are what VM entry would load. */
    public boolean roundTrip;
    /**
     * Software in Java has a VM exit, and the registers are still the guest's: the host's are loaded when something looks at them, and
     * the guest's need not be loaded again if nothing does. Everything the exit saves is in the VMCS already.
     */
    public boolean hostPending;
    /** While {@link #hostPending}: how the last VMX instruction ended, which the host's RFLAGS are to tell. */
    public int pendingStatus;
    /** A VMX abort has shut the processor down: only RESET leaves this state. */
    public boolean aborted;

    public VmxState(VmxCapabilities capabilities) { this.capabilities = capabilities; }

    /** Outside VMX operation, as after RESET. */
    public void reset() {
        vmxonPointer = current = NONE;
        written = 0;
        enteredFromJava = hostNmiBlocking = roundTrip = hostPending = aborted = false;
    }
}
