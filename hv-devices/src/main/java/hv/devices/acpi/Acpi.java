package hv.devices.acpi;

import hv.api.Device;
import hv.api.Stage;
import hv.api.machine.Machine;
import hv.api.x86.Gpa;

/**
 * ACPI: the fixed power-management registers, and the tables in the BIOS area, where operating systems look for them. This plugin is attached after
 * the devices whose parts ({@link AcpiPart}) it collects.
 */
public final class Acpi implements Device {
    private static final Gpa TABLES = new Gpa(0xE_0000);

    private final PmState state = new PmState();

    @Override public String about() { return "ACPI: tables at E0000H, power-off, PM timer and PM1 registers at ports 600H-60FH, SCI on line 9"; }
    @Override public Stage stage() { return Stage.FALLBACK; }

    @Override public void plugIn(Machine machine) {
        var power = new PowerManagement(state, machine::nanos, machine.line(PowerManagement.SCI), () -> machine.stop(0, "the guest powered off"));
        machine.state("power", 1, state);
        power.timer(machine.timer("pm-timer", power::changed));
        machine.interrupts().inputs(PowerManagement.CLOCK, 1, (_, high) -> {
            if (high) power.clockInterrupts();
        });
        machine.ports(PowerManagement.EVENTS, PowerManagement.PORTS, power);
        var tables = new AcpiTables(TABLES.value(), machine.offered(AcpiPart.class), 1).block();
        machine.memory().write(TABLES, tables, 0, tables.length);
    }
}
