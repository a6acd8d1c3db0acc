package hv.devices.time;

import hv.api.Device;
import hv.api.machine.Machine;
import hv.api.machine.PhysicalMemory.Region;
import hv.devices.Octets;
import hv.devices.acpi.AcpiPart;
import hv.devices.acpi.Aml;
import java.util.List;

/** The real-time clock and CMOS RAM: an MC146818 at ports 70H and 71H on interrupt line 8. It starts at the run's start date. */
public final class Rtc implements Device {
    private static final int FIRST = 0x70, PORTS = 2, LINE = 8, NOT_THE_NMI_MASK = 0x7F;
    private static final long KIB = 1 << 10, MIB = 1 << 20, FOUR_GIB = 1L << 32;

    private final RtcState state = new RtcState();

    @Override public String about() { return "MC146818 real-time clock and CMOS RAM: ports 70H-71H, line 8"; }

    @Override public void plugIn(Machine machine) {
        state.epoch = machine.startDate().getEpochSecond();
        tellMemory(machine.memory().map());
        var rtc = new Mc146818(state, machine.line(LINE), machine::nanos);
        machine.state("clock", 1, state);
        rtc.timer(machine.timer("alarm", rtc::update));
        machine.ports(FIRST, PORTS, Octets.of(FIRST, PORTS, port -> port == 0 ? 0xFF : rtc.read(state.index), (port, octet) -> {
            if (port == 0) state.index = octet & NOT_THE_NMI_MASK;
            else rtc.write(state.index, octet);
        }));
        machine.offer(AcpiPart.class, AcpiPart.aml(Aml.device("RTC", Aml.named("_HID", Aml.plugAndPlay("PNP0B00")),
                Aml.named("_CRS", Aml.resources(Aml.ports(FIRST, PORTS), Aml.line(LINE))))));
    }

    /** Writes the memory sizes that a PC's firmware leaves in CMOS RAM: base memory, 1 MiB to 64 MiB in KiB, 16 MiB to 4 GiB in units of 64 KiB. */
    private void tellMemory(List<Region> map) {
        long end = map.stream().filter(region -> region.kind() == Region.Kind.RAM).mapToLong(region -> region.first().value() + region.bytes()).max().orElse(0);
        word(0x15, Math.min(640, end / KIB));
        word(0x17, Math.clamp((end - MIB) / KIB, 0, 0xFFFF));
        word(0x30, Math.clamp((end - MIB) / KIB, 0, 0xFFFF));
        word(0x34, Math.clamp((Math.min(end, FOUR_GIB) - 16 * MIB) / (64 * KIB), 0, 0xFFFF));
    }

    private void word(int register, long value) {
        state.ram[register] = (byte) value;
        state.ram[register + 1] = (byte) (value >>> 8);
    }
}
