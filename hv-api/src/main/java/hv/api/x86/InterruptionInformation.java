package hv.api.x86;

/**
 * The format of an event that VM-entry, VM-exit and IDT-vectoring information share.
 *
 * @sdm 3C chapter 25 "VM-Entry Controls for Event Injection" and "Information for VM Exits Due to Vectored Events"
 */
public final class InterruptionInformation {
    /** Bits 7:0, the vector. */
    public static final int VECTOR = 0xFF;
    /** Bits 10:8, an {@link EventType}. */
    public static final int TYPE = 7 << 8;
    /** The lowest bit of {@link #TYPE}. */
    public static final int TYPE_SHIFT = 8;
    /** An error code goes with the event. */
    public static final int ERROR_CODE = 1 << 11;
    /** NMI unblocking due to IRET, for VM exits alone: an IRET that the exit interrupted had ended blocking by NMI. */
    public static final int NMI_UNBLOCKING_DUE_TO_IRET = 1 << 12;
    /** There is an event. */
    public static final int VALID = 1 << 31;
    /** All bits that VM entry takes. */
    public static final int ENTRY_BITS = VALID | ERROR_CODE | TYPE | VECTOR;

    private InterruptionInformation() {}

    /** @return the vector, 0 to 255 */
    public static int vector(int information) { return information & VECTOR; }

    /** @return an {@link EventType} */
    public static int type(int information) { return information >>> TYPE_SHIFT & TYPE >>> TYPE_SHIFT; }
}
