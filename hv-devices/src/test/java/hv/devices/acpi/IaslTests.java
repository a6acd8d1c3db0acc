package hv.devices.acpi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hv.api.Device;
import hv.devices.interrupts.IoApic;
import hv.devices.interrupts.Pic;
import hv.devices.pc.Pci;
import hv.devices.serial.Serial;
import hv.devices.serial.SerialTwo;
import hv.devices.time.Pit;
import hv.devices.time.Rtc;
import hv.testkit.FakeVm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ACPI project's own compiler takes the tables apart, where it is installed. */
class IaslTests {
    private static final int TABLES = 0xE_0000;
    @TempDir Path folder;
    private final FakeVm vm = new FakeVm();

    @BeforeEach void plugIn() {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/iasl")), "iasl is not installed");
        for (Device device : List.of(new Serial(), new SerialTwo(), new Pic(), new IoApic(), new Pit(), new Rtc(), new Pci(), new Acpi())) device.plugIn(vm);
    }

    private long number(long address, int bytes) {
        var octets = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).put(vm.memory().read(address, bytes)).rewind();
        return octets.getLong();
    }

    /** @return the source that the table is disassembled to */
    private String disassembled(String name, long address) throws IOException, InterruptedException {
        var table = folder.resolve(name + ".dat");
        Files.write(table, vm.memory().read(address, (int) number(address + 4, 4)));
        var process = new ProcessBuilder("iasl", "-d", table.toString()).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), said);
        assertTrue(!said.contains("Error") && !said.contains("Warning"), said);
        return Files.readString(folder.resolve(name + ".dsl"));
    }

    @Test void definitionsDisassembleToTheDevices() throws IOException, InterruptedException {
        long fadt = number(number(TABLES + 24, 8) + 36, 8);
        var source = disassembled("dsdt", number(fadt + 140, 8));
        for (var device : List.of("COM1", "COM2", "PIC", "TIMR", "RTC", "PCI0")) assertTrue(source.contains("Device (" + device), source);
        for (var line : List.of("EISAID (\"PNP0501\")", "IRQNoFlags ()", "{4}", "0x03F8,", "Name (\\_S5, Package", "WordBusNumber", "DWordMemory")) {
            assertTrue(source.toLowerCase().contains(line.toLowerCase()), line + " is missing in\n" + source);
        }
    }

    @Test void fixedAndInterruptTablesDisassemble() throws IOException, InterruptedException {
        long xsdt = number(TABLES + 24, 8);
        assertTrue(disassembled("facp", number(xsdt + 36, 8)).contains("PM1A Event Block Address : 00000600"));
        var madt = disassembled("apic", number(xsdt + 44, 8));
        assertTrue(madt.contains("[I/O APIC]") && madt.contains("[Interrupt Source Override]"), madt);
    }
}
