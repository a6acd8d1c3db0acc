package hv.devices.serial;

import hv.api.Device;
import hv.api.Setting;
import hv.api.machine.Machine;
import hv.devices.acpi.AcpiPart;
import java.util.List;

/** The guest's console: COM1, a 16550A at ports 3F8H to 3FFH and interrupt line 4, unless set otherwise. */
public final class Serial implements Device {
    private static final Setting<Long> PORT = Setting.port("port", 0x3F8, 8, "first of the eight I/O ports");
    private static final Setting<Long> LINE = Setting.number("line", 4, 0, 15, "interrupt line");

    @Override public String about() { return "the guest's console, COM1: a 16550A serial port at 3F8H-3FFH, line 4"; }
    @Override public List<Setting<?>> settings() { return List.of(PORT, LINE); }

    @Override public void plugIn(Machine machine) {
        int first = machine.get(PORT).intValue(), line = machine.get(LINE).intValue();
        var serial = new SerialPort(machine, first, line, machine.console()::write);
        machine.console().onInput(serial::type);
        machine.offer(AcpiPart.class, SerialPort.describe(1, first, line));
    }
}
