package hv.devices.acpi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.ExitHandler;
import hv.devices.interrupts.IoApic;
import hv.devices.serial.Serial;
import hv.testkit.ExitHandlerContract;
import hv.testkit.FakeVm;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Layouts and registers are those of the ACPI specification 6.5. */
class AcpiTests extends ExitHandlerContract {
    private static final int TABLES = 0xE_0000, EVENTS = 0x600, ENABLE = 0x602, CONTROL = 0x604, TIMER = 0x608;
    private final FakeVm vm = new FakeVm();

    @Override protected ExitHandler handler() { return new Acpi(); }

    private int in(int port, int bytes) { return vm.port(port).in(port, bytes); }
    private void out(int port, int bytes, int value) { vm.port(port).out(port, bytes, value); }

    private ByteBuffer at(long address, int bytes) { return ByteBuffer.wrap(vm.memory().read(address, bytes)).order(ByteOrder.LITTLE_ENDIAN); }
    private ByteBuffer table(long address) { return at(address, at(address + 4, 4).getInt()); }
    private static String text(ByteBuffer table, int from, int count) { return new String(table.array(), from, count, StandardCharsets.US_ASCII); }
    private static int sum(byte[] bytes) {
        int sum = 0;
        for (byte octet : bytes) sum += octet;
        return sum & 0xFF;
    }

    /** The tables that the XSDT names, by signature. */
    private Map<String, ByteBuffer> tables() {
        var xsdt = table(at(TABLES + 24, 8).getLong());
        var found = new HashMap<String, ByteBuffer>();
        for (int entry = 36; entry < xsdt.capacity(); entry += 8) {
            var table = table(xsdt.getLong(entry));
            found.put(text(table, 0, 4), table);
        }
        return found;
    }

    @Test void rootPointerLeadsToSoundTables() {
        new Acpi().plugIn(vm);
        assertEquals("RSD PTR ", text(at(TABLES, 8), 0, 8));
        assertEquals(0, sum(at(TABLES, 20).array()), "checksum of the first 20 bytes");
        assertEquals(0, sum(at(TABLES, 36).array()));
        assertEquals(Set.of("FACP", "APIC"), tables().keySet());
        tables().values().forEach(table -> assertEquals(0, sum(table.array()), text(table, 0, 4)));
    }

    @Test void rsdtNamesTheSameTablesAsTheXsdt() {
        new Acpi().plugIn(vm);
        var rsdt = table(at(TABLES + 16, 4).getInt());
        var xsdt = table(at(TABLES + 24, 8).getLong());
        assertEquals((xsdt.capacity() - 36) / 8, (rsdt.capacity() - 36) / 4);
        assertEquals(xsdt.getLong(36), rsdt.getInt(36));
    }

    @Test void fixedTableTellsThePortsThatAnswer() {
        new Acpi().plugIn(vm);
        var fadt = tables().get("FACP");
        assertEquals(276, fadt.capacity());
        assertEquals(9, fadt.getShort(46), "SCI");
        assertEquals(EVENTS, fadt.getInt(56));
        assertEquals(CONTROL, fadt.getInt(64));
        assertEquals(TIMER, fadt.getInt(76));
        assertEquals(0xCF9, fadt.getLong(120), "reset register");
        assertEquals(6, fadt.get(128));
        assertEquals(TIMER, fadt.getLong(212));
    }

    @Test void definitionsHaveSoftOffAndTheDevicesThatOfferThemselves() {
        new Serial().plugIn(vm);
        new Acpi().plugIn(vm);
        var dsdt = HexFormat.of().formatHex(table(tables().get("FACP").getLong(140)).array());
        assertTrue(dsdt.contains(HexFormat.of().formatHex("\b\\_S5_".getBytes(StandardCharsets.US_ASCII)) + "120804" + "0a05" + "0a05"), dsdt);
        assertTrue(dsdt.contains(HexFormat.of().formatHex("COM1".getBytes(StandardCharsets.US_ASCII))), dsdt);
        assertTrue(dsdt.contains("0c41d00501"), "the compressed identifier PNP0501");
        assertTrue(dsdt.contains("4701f803f8030108"), "eight ports from 3F8H on");
    }

    @Test void interruptTableListsTheProcessorAndTheIoApicWhereThereIsOne() {
        new Acpi().plugIn(vm);
        assertEquals(44 + 8 + 6, tables().get("APIC").capacity());
        var other = new FakeVm();
        new IoApic().plugIn(other);
        new Acpi().plugIn(other);
        var madt = new AcpiTables(TABLES, other.offered(AcpiPart.class), 1).block();
        assertTrue(HexFormat.of().formatHex(madt).contains("010c0100" + "0000c0fe" + "00000000"));
    }

    @Test void writingSleepTypeAndEnablePowersOff() {
        new Acpi().plugIn(vm);
        out(CONTROL, 2, 5 << 10);
        assertTrue(vm.stopped().isEmpty(), "SLP_EN is not set");
        out(CONTROL, 2, 1 << 13 | 4 << 10);
        assertTrue(vm.stopped().isEmpty(), "another sleep type");
        out(CONTROL, 2, 1 << 13 | 5 << 10);
        assertEquals(OptionalInt.of(0), vm.stopped());
    }

    @Test void acpiModeIsAlwaysOn() {
        new Acpi().plugIn(vm);
        out(CONTROL, 2, 0);
        assertEquals(1, in(CONTROL, 2));
    }

    @Test void everyEventOfTheFixedHardwareCanBeEnabled() {
        new Acpi().plugIn(vm);
        out(ENABLE, 2, 0xFFFF);
        assertEquals(0x4721, in(ENABLE, 2), "timer, global, power button, sleep button, real-time clock, PCI Express wake");
    }

    @Test void timerCounts3579545TimesASecond() {
        new Acpi().plugIn(vm);
        assertEquals(0, in(TIMER, 4));
        vm.advance(1_000_000_000);
        assertEquals(3_579_545, in(TIMER, 4));
        vm.advance(4_000_000_000L);
        assertEquals(5 * 3_579_545 & 0xFF_FFFF, in(TIMER, 4), "24 bits");
    }

    @Test void timerSetsItsStatusWhenTheHighestBitChanges() {
        new Acpi().plugIn(vm);
        vm.advance(2_000_000_000L);
        assertEquals(0, in(EVENTS, 2));
        vm.advance(400_000_000L);
        assertEquals(1, in(EVENTS, 2));
        out(EVENTS, 2, 1);
        assertEquals(0, in(EVENTS, 2), "a one clears it");
    }

    @Test void interruptOfTheRealTimeClockIsAnEvent() {
        new Acpi().plugIn(vm);
        var clock = vm.line(8);
        clock.raise();
        assertEquals(0x400, in(EVENTS, 2));
        assertFalse(vm.raised(9), "not enabled");
        out(ENABLE, 2, 0x400);
        assertTrue(vm.raised(9));
        out(EVENTS, 2, 0x400);
        assertFalse(vm.raised(9), "the edge counts");
        clock.lower();
        assertEquals(0, in(EVENTS, 2));
        clock.raise();
        assertTrue(vm.raised(9));
    }

    @Test void timerInterruptsWhenEnabled() {
        new Acpi().plugIn(vm);
        out(ENABLE, 2, 1);
        vm.advance(2_343_000_000L);
        assertFalse(vm.raised(9));
        vm.advance(1_000_000L);
        assertTrue(vm.raised(9));
        out(EVENTS, 2, 1);
        assertFalse(vm.raised(9));
        vm.advance(2_344_000_000L);
        assertTrue(vm.raised(9));
    }
}
