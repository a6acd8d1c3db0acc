package hv.devices.interrupts;

import static hv.devices.acpi.Aml.join;

import hv.api.Device;
import hv.api.machine.Machine;
import hv.api.machine.MmioDevice;
import hv.api.x86.Gpa;
import hv.devices.acpi.AcpiPart;

/** The I/O APIC at FEC00000H: lines 0 to 23 become messages to the local APICs. The timer's line 0 is wired to input 2, as in every PC. */
public final class IoApic implements Device {
    private static final int ADDRESS = 0xFEC0_0000, ID = 1;
    private static final long BYTES = 4096;
    private static final int TIMER_LINE = 0, TIMER_INPUT = 2;
    /** MADT: an I/O APIC, and an interrupt source override. */
    private static final byte IO_APIC = 1, OVERRIDE = 2;
    private static final byte SCI = 9, ACTIVE_HIGH_LEVEL = 0xD;

    private final IoApicState state = new IoApicState();

    @Override public String about() { return "I/O APIC: registers at FEC00000H, lines 0-23"; }

    @Override public void plugIn(Machine machine) {
        state.id = ID << 24;
        machine.state("redirections", 1, state);
        var redirections = new Redirections(state, machine.interrupts()::message);
        machine.interrupts().inputs(0, Redirections.INPUTS, (line, high) -> {
            if (line != TIMER_INPUT) redirections.input(line == TIMER_LINE ? TIMER_INPUT : line, high);
        });
        machine.interrupts().onEoi(redirections::endOfInterrupt);
        machine.mmio(new Gpa(Integer.toUnsignedLong(ADDRESS)), BYTES, new Registers(redirections));
        machine.offer(AcpiPart.class, AcpiPart.madt(structures()));
    }

    private static byte[] structures() {
        return join(new byte[] {IO_APIC, 12, ID, 0, 0, 0, (byte) (ADDRESS >>> 16), (byte) (ADDRESS >>> 24), 0, 0, 0, 0},
                new byte[] {OVERRIDE, 10, 0, TIMER_LINE, TIMER_INPUT, 0, 0, 0, 0, 0},
                new byte[] {OVERRIDE, 10, 0, SCI, SCI, 0, 0, 0, ACTIVE_HIGH_LEVEL, 0});
    }

    /** Registers are 32 bits wide at multiples of 16 bytes; a narrower access sees its part of one, and writes take 32 bits. */
    private record Registers(Redirections redirections) implements MmioDevice {
        @Override public long read(long offset, int bytes) { return redirections.read(offset) >>> 8 * (offset & 3); }

        @Override public void write(long offset, int bytes, long value) { redirections.write(offset, (int) value); }
    }
}
