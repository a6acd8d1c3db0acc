package hv.api.x86;

/**
 * Types of events, as {@link InterruptionInformation} has them in bits 10:8.
 *
 * @sdm 3C chapter 25 "VM-Entry Controls for Event Injection"
 */
public final class EventType {
    /** External interrupt. */
    public static final int EXTERNAL_INTERRUPT = 0;
    /** Not used. */
    public static final int RESERVED = 1;
    /** Non-maskable interrupt. */
    public static final int NMI = 2;
    /** Hardware exception. */
    public static final int HARDWARE_EXCEPTION = 3;
    /** Software interrupt: INT n. */
    public static final int SOFTWARE_INTERRUPT = 4;
    /** Privileged software exception: INT1. */
    public static final int PRIVILEGED_SOFTWARE_EXCEPTION = 5;
    /** Software exception: INT3 and INTO. */
    public static final int SOFTWARE_EXCEPTION = 6;
    /** Other event: a pending MTF VM exit. */
    public static final int OTHER_EVENT = 7;

    private EventType() {}
}
