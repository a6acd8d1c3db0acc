package hv.devices.interrupts;

import java.util.Arrays;

/** The state of an I/O APIC. */
final class IoApicState {
    /** IOREGSEL, and the identifier in bits 27:24. */
    int selected, id;
    /** Redirection table entries. Delivery status (bit 12) is always 0, because messages are sent at once. */
    final long[] entries = new long[Redirections.INPUTS];
    /** The inputs' present levels, one bit each. */
    int levels;

    IoApicState() { Arrays.fill(entries, Redirections.MASKED); }
}
