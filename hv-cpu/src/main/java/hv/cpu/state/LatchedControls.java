package hv.cpu.state;

/** The origin of the controls in {@link Controls}. They stay there in root operation, so that the next entry need not read them all again. */
public final class LatchedControls {
    /** The VMCS whose controls they are. */
    public long region = VmxPointers.NONE;
    /** Whether the controls save and load enough registers that after a VM exit the guest's registers are those that VM entry would load. */
    public boolean roundTrip;
    /** The APIC-access page of the last guest that was entered; cached translations take only this page for it. */
    public long apicAccessPage = Controls.NO_PAGE;
}
