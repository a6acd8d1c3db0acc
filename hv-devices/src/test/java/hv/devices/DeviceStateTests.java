package hv.devices;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import hv.api.Device;
import hv.api.machine.NamedState;
import hv.devices.acpi.Acpi;
import hv.devices.interrupts.IoApic;
import hv.devices.interrupts.Pic;
import hv.devices.pc.Coprocessor;
import hv.devices.pc.I8042;
import hv.devices.pc.Pci;
import hv.devices.serial.Serial;
import hv.devices.serial.SerialTwo;
import hv.devices.time.Pit;
import hv.devices.time.Rtc;
import hv.testkit.FakeVm;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A PC's devices that were restored can't be told from those that were saved, whatever had been done to them. */
class DeviceStateTests {
    private static final int BEFORE = 3_000, AFTER = 3_000, ROUNDS = 6;
    private static final long MMIO = 0xFEC0_0000L;

    private static FakeVm pc(Instant date) {
        var vm = new FakeVm().startingAt(date);
        for (Device device : List.of(new DebugPort(), new ExitPort(), new Pic(), new IoApic(), new Pit(), new Rtc(), new I8042(), new Pci(), new Coprocessor(),
                new Serial(), new SerialTwo(), new Acpi())) {
            device.plugIn(vm);
        }
        return vm;
    }

    @ParameterizedTest @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void goOnAsTheSavedOnesDo(long seed) {
        var saved = pc(Instant.EPOCH);
        var script = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < BEFORE; i++) new Access(script).on(saved);
            var restored = pc(Instant.parse("2001-02-03T04:05:06Z"));
            restored.restore(saved.save());
            assertArrayEquals(saved.save(), restored.save());
            for (int i = 0; i < AFTER; i++) {
                var access = new Access(script);
                int step = i;
                assertEquals(access.on(saved), access.on(restored), () -> "seed %d, step %d: %s".formatted(seed, step, access));
            }
            assertArrayEquals(saved.save(), restored.save());
        }
    }

    @Test void allThatRemembersIsKnownByName() {
        assertEquals(List.of("hv/time", "hv/lines", "hv/pins", "plugin/master", "plugin/slave", "plugin/redirections", "plugin/counters",
                "plugin/timer counter-0", "plugin/clock", "plugin/timer alarm", "plugin/controller", "plugin/system-control-port", "plugin/bridge",
                "plugin/timer receive-timeout", "plugin/uart", "plugin/waiting", "plugin/timer receive-timeout #2", "plugin/uart #2", "plugin/waiting #2",
                "plugin/power", "plugin/timer pm-timer"), pc(Instant.EPOCH).states().stream().map(NamedState::name).toList());
    }

    @Test void whatWasDoneToOneDeviceShows() {
        var vm = pc(Instant.EPOCH);
        var before = vm.save();
        vm.port(0x3FF).out(0x3FF, 1, 0x5A);
        assertNotEquals(Arrays.toString(before), Arrays.toString(vm.save()));
        vm.restore(before);
        assertEquals(0, vm.port(0x3FF).in(0x3FF, 1));
    }

    /** An action of a guest, a person or time on a machine, and the machine's answer. */
    private record Access(int kind, int port, int bytes, int value, long offset) {
        Access(Random random) {
            this(random.nextInt(12), random.nextInt(), 1 << random.nextInt(3), random.nextInt(),
                    random.nextBoolean() ? random.nextInt(8) * 0x10 : random.nextInt(0x1000));
        }

        List<Object> on(FakeVm vm) {
            var interrupts = vm.interrupts();
            int sent = interrupts.messages().size();
            long said = act(vm);
            return List.of(said, interrupts.intrRaised(), interrupts.messages().subList(sent, interrupts.messages().size()), vm.raised(0), vm.raised(3),
                    vm.raised(4), vm.raised(8), vm.raised(9), vm.raised(13), vm.pins().a20(), vm.nanos());
        }

        private long act(FakeVm vm) {
            var ports = vm.claimedPorts();
            int at = ports.get(Math.floorMod(port, ports.size()));
            switch (kind) {
                case 0, 1, 2 -> { return vm.port(at).in(at, bytes); }
                case 3, 4, 5, 6 -> vm.port(at).out(at, bytes, value);
                case 7 -> vm.advance(Integer.toUnsignedLong(value) >>> (port & 0x1F));
                case 8 -> { return vm.mmio(MMIO).read(offset, bytes); }
                case 9 -> vm.mmio(MMIO).write(offset, bytes, value);
                case 10 -> outside(vm);
                default -> { return vm.interrupts().intrRaised() ? vm.interrupts().acknowledge() : -1; }
            }
            return 0;
        }

        private void outside(FakeVm vm) {
            switch (port & 3) {
                case 0 -> vm.console().type(String.valueOf((char) (value & 0xFF)));
                case 1 -> vm.line(value & 0x1F).raise();
                case 2 -> vm.line(value & 0x1F).lower();
                default -> vm.interrupts().endOfInterrupt(value & 0xFF);
            }
        }
    }
}
