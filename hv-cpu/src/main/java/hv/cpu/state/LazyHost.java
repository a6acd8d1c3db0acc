package hv.cpu.state;

/** What a VM exit still owes the host, and to whom it goes. */
public final class LazyHost {
    /** Software in Java entered the guest: a VM exit returns to it instead of going on at HOST_RIP. */
    public boolean enteredFromJava;
    /** NMIs were blocked in root operation when the guest was entered, or are after the last VM exit. */
    public boolean nmiBlocking;
    /**
     * Software in Java has a VM exit, and the registers are still the guest's: the host's are loaded when something looks at them, and
     * the guest's need not be loaded again if nothing does. Everything the exit saves is in the VMCS already.
     */
    public boolean pending;
    /** While {@link #pending}: how the last VMX instruction ended, which the host's RFLAGS are to tell. */
    public int status;

    void reset() { enteredFromJava = nmiBlocking = pending = false; }
}
