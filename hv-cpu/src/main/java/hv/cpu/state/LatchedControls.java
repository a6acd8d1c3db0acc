package hv.cpu.state;

/** What is known of the controls in {@link Controls}, which stay there in root operation, so that the next entry need not read them all again. */
public final class LatchedControls {
    /** The VMCS whose controls they are. */
    public long region = VmxPointers.NONE;
    /** They save and load enough that a guest's registers, left alone since its VM exit, are what VM entry would load. */
    public boolean roundTrip;
    /** The APIC-access page of the last guest that was entered: translations may not know of another. */
    public long apicAccessPage = Controls.NO_PAGE;
}
