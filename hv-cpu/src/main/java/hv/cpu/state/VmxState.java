package hv.cpu.state;

/** Where a logical processor is in VMX operation; all of it that neither {@link Controls} nor the VMCS region holds. */
public final class VmxState {
    /** No VMXON region, no current VMCS. */
    public static final long NONE = -1;

    /** Physical address given to VMXON. */
    public long vmxonPointer = NONE;
    /** Physical address of the current VMCS. */
    public long current = NONE;
    /** The guest was entered by software in Java, so a VM exit leaves the engine instead of going on at HOST_RIP. */
    public boolean enteredFromJava;
    /** A VMX abort has shut the processor down: only RESET leaves this state. */
    public boolean aborted;
}
