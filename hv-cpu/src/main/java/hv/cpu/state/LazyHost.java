package hv.cpu.state;

/** The unfinished part of a VM exit to software in Java: host state that has not been loaded. */
public final class LazyHost {
    /** Whether software in Java has entered the guest; a VM exit returns to it instead of going on at HOST_RIP. */
    public boolean enteredFromJava;
    /** Whether NMIs were blocked in root operation when the guest was entered, or are blocked after the last VM exit. */
    public boolean nmiBlocking;
    /**
     * Whether the registers are still the guest's after a VM exit to software in Java. The host's are loaded when something looks at them; if nothing
     * does, the guest's need not be loaded again. The VMCS already has everything that the exit saves.
     */
    public boolean pending;
    /** While {@link #pending}, the result of the last VMX instruction, for the host's RFLAGS. */
    public int status;

    void reset() { enteredFromJava = nmiBlocking = pending = false; }
}
