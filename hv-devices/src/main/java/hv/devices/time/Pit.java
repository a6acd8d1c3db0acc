package hv.devices.time;

import hv.api.Device;
import hv.api.machine.Machine;
import hv.devices.Octets;
import hv.devices.acpi.AcpiPart;
import hv.devices.acpi.Aml;

/** The programmable interval timer: an 8254 at ports 40H to 43H on interrupt line 0, with its gate and output at port 61H. */
public final class Pit implements Device {
    private static final int FIRST = 0x40, PORTS = 4, PORT_61 = 0x61, LINE = 0;

    private final PitState state = new PitState();

    @Override public String about() { return "8254 interval timer: ports 40H-43H and 61H, line 0"; }

    @Override public void plugIn(Machine machine) {
        var pit = new Pit8254(state, machine.line(LINE), machine::nanos);
        machine.state("counters", 1, state);
        pit.timer(machine.timer("counter-0", pit::update));
        machine.ports(FIRST, PORTS, Octets.of(FIRST, PORTS, pit::read, pit::write));
        machine.ports(PORT_61, 1, Octets.of(PORT_61, 1, _ -> pit.readPort61(), (_, octet) -> pit.writePort61(octet)));
        machine.offer(AcpiPart.class, AcpiPart.aml(Aml.device("TIMR", Aml.named("_HID", Aml.plugAndPlay("PNP0100")),
                Aml.named("_CRS", Aml.resources(Aml.ports(FIRST, PORTS), Aml.line(LINE))))));
    }
}
