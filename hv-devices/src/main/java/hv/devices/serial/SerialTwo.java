package hv.devices.serial;

import hv.api.Device;
import hv.api.Setting;
import hv.api.machine.Machine;
import hv.devices.acpi.AcpiPart;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * COM2: a 16550A at ports 2F8H to 2FFH and interrupt line 3. The bytes that the guest sends go to a file, or nowhere. The bytes that it receives come
 * from a file as fast as it reads them, or there are none.
 */
public final class SerialTwo implements Device {
    private static final Path NOWHERE = Path.of("");
    private static final Setting<Path> OUTPUT = Setting.file("output", NOWHERE, "file that takes what the guest sends; empty for none");
    private static final Setting<Path> INPUT = Setting.file("input", NOWHERE, "file that the guest receives once it raises DTR; empty for none");
    private static final int FIRST = 0x2F8, LINE = 3;

    private OutputStream output = OutputStream.nullOutputStream();

    @Override public String about() { return "COM2: a 16550A serial port at 2F8H-2FFH, line 3, that may write to a file and read one"; }
    @Override public List<Setting<?>> settings() { return List.of(OUTPUT, INPUT); }

    @Override public void plugIn(Machine machine) {
        var file = machine.get(OUTPUT);
        if (!file.equals(NOWHERE)) output = open(file);
        var port = new SerialPort(machine, FIRST, LINE, this::send);
        var input = machine.get(INPUT);
        if (!input.equals(NOWHERE)) port.typeWhenReady(content(input));
        machine.offer(AcpiPart.class, SerialPort.describe(2, FIRST, LINE));
    }

    private static OutputStream open(Path file) {
        try {
            return Files.newOutputStream(file);
        } catch (IOException e) {
            throw new UncheckedIOException("can't write " + file, e);
        }
    }

    private static byte[] content(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException("can't read " + file, e);
        }
    }

    private void send(int octet) {
        try {
            output.write(octet);
        } catch (IOException e) {
            throw new UncheckedIOException("can't write COM2's output", e);
        }
    }

    @Override public void detach() {
        try {
            output.close();
        } catch (IOException e) {
            throw new UncheckedIOException("can't write COM2's output", e);
        }
    }
}
