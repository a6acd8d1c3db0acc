package hv.devices.pc;

import hv.api.machine.InterruptLine;
import hv.api.machine.Machine;
import hv.devices.Octets;

/** System control port A (92H): bit 0 resets, bit 1 is an A20 gate, which firmware leaves open. */
final class SystemControlPort {
    private static final int PORT = 0x92, RESET = 1, A20 = 2;

    private Machine machine;
    private InterruptLine a20;
    private int open = A20;

    void plugIn(Machine machine) {
        this.machine = machine;
        machine.state("system-control-port", 1, fields -> open = fields.number("open", open));
        a20 = machine.pins().a20Gate();
        a20.raise();
        machine.ports(PORT, 1, Octets.of(PORT, 1, _ -> open, (_, octet) -> write(octet)));
    }

    private void write(int octet) {
        open = octet & A20;
        if (open != 0) a20.raise();
        else a20.lower();
        if ((octet & RESET) != 0) machine.reset("system control port A");
    }
}
