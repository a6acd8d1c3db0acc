package hv.devices.interrupts;

import java.util.Arrays;

/** All that an I/O APIC remembers. */
final class IoApicState {
    /** What IOREGSEL selects, and the identifier in bits 27:24. */
    int selected, id;
    /** Redirection table entries; delivery status (bit 12) is always zero, for messages are sent at once. */
    final long[] entries = new long[Redirections.INPUTS];
    /** The inputs' present levels, one bit each. */
    int levels;

    IoApicState() { Arrays.fill(entries, Redirections.MASKED); }
}
