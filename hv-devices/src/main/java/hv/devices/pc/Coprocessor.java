package hv.devices.pc;

import hv.api.Device;
import hv.api.machine.Machine;
import hv.devices.Octets;
import hv.devices.acpi.AcpiPart;
import hv.devices.acpi.Aml;

/**
 * The way in which a PC reports x87 exceptions with CR0.NE = 0: FERR# sets a latch on line 13. A write to port F0H clears the latch and asserts
 * IGNNE#, so that x87 instructions go on until the exception is cleared.
 *
 * @sdm 1 "Guidelines for Writing x87 FPU Exception Handlers", recommended external hardware
 */
public final class Coprocessor implements Device {
    private static final int PORT = 0xF0, LINE = 13;

    @Override public String about() { return "x87 exceptions with CR0.NE = 0: FERR# to line 13, port F0H"; }

    @Override public void plugIn(Machine machine) {
        var line = machine.line(LINE);
        var pins = machine.pins();
        pins.onFloatingPointError(line::raise);
        machine.ports(PORT, 1, Octets.of(PORT, 1, _ -> 0xFF, (_, _) -> {
            line.lower();
            pins.ignoreFloatingPointError();
        }));
        machine.offer(AcpiPart.class, AcpiPart.aml(Aml.device("FPU", Aml.named("_HID", Aml.plugAndPlay("PNP0C04")),
                Aml.named("_CRS", Aml.resources(Aml.ports(PORT, 1), Aml.line(LINE))))));
    }
}
