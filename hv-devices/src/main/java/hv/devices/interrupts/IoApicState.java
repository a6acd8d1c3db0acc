package hv.devices.interrupts;

import hv.api.machine.State;
import hv.api.machine.StateFields;
import java.util.Arrays;

/** All that an I/O APIC remembers. */
final class IoApicState implements State {
    /** What IOREGSEL selects, and the identifier in bits 27:24. */
    int selected, id;
    /** Redirection table entries; delivery status (bit 12) is always zero, for messages are sent at once. */
    final long[] entries = new long[Redirections.INPUTS];
    /** The inputs' present levels, one bit each. */
    int levels;

    IoApicState() { Arrays.fill(entries, Redirections.MASKED); }

    @Override public void fields(StateFields fields) {
        selected = fields.number("selected", selected);
        id = fields.number("id", id);
        fields.fill("entries", entries);
        levels = fields.number("levels", levels);
    }
}
