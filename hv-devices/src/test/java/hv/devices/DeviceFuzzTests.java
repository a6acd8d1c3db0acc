package hv.devices;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.Device;
import hv.devices.acpi.Acpi;
import hv.devices.interrupts.IoApic;
import hv.devices.interrupts.Pic;
import hv.devices.pc.I8042;
import hv.devices.pc.Pci;
import hv.devices.serial.Serial;
import hv.devices.serial.SerialTwo;
import hv.devices.time.Pit;
import hv.devices.time.Rtc;
import hv.testkit.FakeVm;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a guest writes to a device, at whatever width and time, the device goes on. */
class DeviceFuzzTests {
    private static final int ACCESSES = 100_000;
    private static final long MMIO = 0xFEC0_0000L;

    private final FakeVm vm = new FakeVm();

    private static List<Device> devices() {
        return List.of(new DebugPort(), new ExitPort(), new Pic(), new IoApic(), new Pit(), new Rtc(), new I8042(), new Pci(), new Serial(),
                new SerialTwo(), new Acpi());
    }

    @ParameterizedTest @ValueSource(longs = {1, 2, 3})
    void everyPortAndRegisterTakesAnything(long seed) {
        devices().forEach(device -> device.plugIn(vm));
        var ports = vm.claimedPorts();
        assertTrue(ports.size() > 50, "all of a PC's ports: " + ports);
        var random = new Random(seed);
        for (int i = 0; i < ACCESSES; i++) {
            int port = ports.get(random.nextInt(ports.size())), bytes = 1 << random.nextInt(3), value = random.nextInt();
            assertDoesNotThrow(() -> step(random, port, bytes, value), () -> "seed %d: port %XH, %d bytes, %XH".formatted(seed, port, bytes, value));
        }
    }

    private void step(Random random, int port, int bytes, int value) {
        switch (random.nextInt(8)) {
            case 0, 1 -> vm.port(port).in(port, bytes);
            case 2, 3, 4 -> vm.port(port).out(port, bytes, value);
            case 5 -> vm.advance(random.nextLong(1L << random.nextInt(24)));
            case 6 -> registers(random, value);
            default -> outside(random, value);
        }
    }

    private void registers(Random random, int value) {
        long offset = random.nextBoolean() ? random.nextInt(8) * 0x10 : random.nextInt(0x1000);
        if (random.nextBoolean()) vm.mmio(MMIO).write(offset, 1 << random.nextInt(4), value);
        else vm.mmio(MMIO).read(offset, 1 << random.nextInt(4));
    }

    private void outside(Random random, int value) {
        switch (random.nextInt(4)) {
            case 0 -> vm.console().type(String.valueOf((char) (value & 0xFF)));
            case 1 -> vm.line(value & 0x1F).raise();
            case 2 -> vm.line(value & 0x1F).lower();
            default -> {
                vm.interrupts().endOfInterrupt(value & 0xFF);
                if (vm.interrupts().intrRaised()) vm.interrupts().acknowledge();
            }
        }
    }
}
