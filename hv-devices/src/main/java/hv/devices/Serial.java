package hv.devices;

import hv.api.Device;
import hv.api.Setting;
import hv.api.machine.Machine;
import hv.api.machine.PortDevice;
import hv.api.machine.Timer;
import java.util.ArrayDeque;
import java.util.List;

/**
 * The guest's console: a 16550A at ports 3F8H to 3FFH and interrupt line 4, unless set otherwise. What is typed faster than the guest
 * reads waits outside, so that no byte is lost.
 */
public final class Serial implements Device {
    private static final Setting<Long> PORT = Setting.number("port", 0x3F8, 0, 0xFFF8, "first of the eight I/O ports");
    private static final Setting<Long> LINE = Setting.number("line", 4, 0, 23, "interrupt line");
    private static final int PORTS = 8;
    /** Four characters of ten bits at 115200 baud. */
    private static final long TIMEOUT_NANOS = 4 * 10 * 1_000_000_000L / 115_200;

    private final UartState state = new UartState();
    private final ArrayDeque<Integer> typed = new ArrayDeque<>();
    private Uart16550 uart;
    private Machine machine;
    private Timer timeout;

    @Override public String about() { return "the guest's console: a 16550A serial port"; }
    @Override public List<Setting<?>> settings() { return List.of(PORT, LINE); }

    @Override public void plugIn(Machine machine) {
        this.machine = machine;
        int first = machine.get(PORT).intValue();
        uart = new Uart16550(state, machine.line(machine.get(LINE).intValue()), machine.console()::write);
        timeout = machine.timer("receive-timeout", uart::timeOut);
        machine.console().onInput(octet -> {
            typed.add(octet);
            feed();
        });
        machine.ports(first, PORTS, new Registers(first));
    }

    private void feed() {
        if (typed.isEmpty()) return;
        while (!typed.isEmpty() && uart.ready()) uart.receive(typed.poll());
        timeout.at(machine.nanos() + TIMEOUT_NANOS);
    }

    /** A wide access reaches the registers one after the other, low byte first, as on the ISA bus. */
    private final class Registers implements PortDevice {
        private final int first;

        Registers(int first) { this.first = first; }

        @Override public int in(int port, int bytes) {
            int value = 0;
            for (int i = 0; i < bytes; i++) value |= readOne(port - first + i) << 8 * i;
            return value;
        }

        private int readOne(int register) {
            if (register >= PORTS) return 0xFF;
            int value = uart.read(register);
            feed();
            return value;
        }

        @Override public void out(int port, int bytes, int value) {
            for (int i = 0; i < bytes && port - first + i < PORTS; i++) uart.write(port - first + i, value >>> 8 * i & 0xFF);
            feed();
        }
    }
}
