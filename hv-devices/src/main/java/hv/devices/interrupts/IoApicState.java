package hv.devices.interrupts;

import hv.api.machine.State;
import hv.api.machine.StateFields;
import java.util.Arrays;

/** The state of an I/O APIC. */
final class IoApicState implements State {
    /** IOREGSEL, and the identifier in bits 27:24. */
    int selected, id;
    /** Redirection table entries. Delivery status (bit 12) is always 0, because messages are sent at once. */
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
