package hv.devices.serial;

import hv.api.machine.Machine;
import hv.api.machine.StateFields;
import hv.api.machine.Timer;
import hv.devices.Octets;
import hv.devices.acpi.AcpiPart;
import hv.devices.acpi.Aml;
import java.util.ArrayDeque;
import java.util.function.IntConsumer;

/** A 16550A on its ports and line. Bytes that are typed faster than the guest reads wait here, so that none is lost. */
final class SerialPort {
    private static final int PORTS = 8, MODEM_CONTROL = 4, DATA_TERMINAL_READY = 1;
    /** Four characters of ten bits at 115200 baud. */
    private static final long TIMEOUT_NANOS = 4 * 10 * 1_000_000_000L / 115_200;

    private final UartState state = new UartState();
    private final ArrayDeque<Integer> typed = new ArrayDeque<>();
    private final Machine machine;
    private final Uart16550 uart;
    private final Timer timeout;
    private byte[] awaitingReady = {};

    /** @param output takes what the guest sends */
    SerialPort(Machine machine, int first, int line, IntConsumer output) {
        this.machine = machine;
        this.uart = new Uart16550(state, machine.line(line), output);
        this.timeout = machine.timer("receive-timeout", uart::timeOut);
        machine.state("uart", 1, state);
        machine.state("waiting", 1, this::waiting);
        machine.ports(first, PORTS, Octets.of(first, PORTS, this::read, this::write));
    }

    /** Tells ACPI of this port. @param number from 1 on */
    static AcpiPart describe(int number, int first, int line) {
        return AcpiPart.aml(Aml.device("COM" + number, Aml.named("_HID", Aml.plugAndPlay("PNP0501")), Aml.named("_UID", Aml.number(number)),
                Aml.named("_CRS", Aml.resources(Aml.ports(first, PORTS), Aml.line(line)))));
    }

    /** The bytes that have come in, and that the controller has not received. */
    private void waiting(StateFields fields) {
        UartState.queue(fields, "typed", typed);
        awaitingReady = fields.bytes("awaitingReady", awaitingReady);
    }

    void type(int octet) {
        typed.add(octet);
        feed();
    }

    /** Keeps bytes until software raises DTR, by which it says that it is ready; then they are typed. */
    void typeWhenReady(byte[] octets) { awaitingReady = octets; }

    private void ready() {
        for (byte octet : awaitingReady) typed.add(octet & 0xFF);
        awaitingReady = new byte[0];
    }

    private void feed() {
        if (typed.isEmpty()) return;
        while (!typed.isEmpty() && uart.ready()) uart.receive(typed.poll());
        timeout.at(machine.nanos() + TIMEOUT_NANOS);
    }

    private int read(int register) {
        int value = uart.read(register);
        feed();
        return value;
    }

    private void write(int register, int octet) {
        uart.write(register, octet);
        if (register == MODEM_CONTROL && (octet & DATA_TERMINAL_READY) != 0) ready();
        feed();
    }
}
