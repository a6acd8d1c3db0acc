package hv.devices.acpi;

import static hv.devices.acpi.Aml.bytes;
import static hv.devices.acpi.Aml.join;
import static hv.devices.acpi.Aml.little;
import static hv.devices.acpi.Aml.named;
import static hv.devices.acpi.Aml.number;
import static hv.devices.acpi.Aml.pack;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The tables that describe the machine to an operating system: RSDP, XSDT, RSDT, FADT, FACS, MADT and DSDT, in one block that begins with the RSDP.
 *
 * <p>Source: ACPI specification 6.5, chapter 5 "ACPI Software Programming Model".
 */
final class AcpiTables {
    static final int LOCAL_APIC = 0xFEE0_0000;
    /** The sleep type in PM1 control that means S5, soft-off. */
    static final int SOFT_OFF = 5;

    private static final int RSDP_BYTES = 36, HEADER_BYTES = 36, FADT_BYTES = 276, FACS_BYTES = 64, ALIGNMENT = 64;
    private static final int FADT_REVISION = 6, DSDT_REVISION = 2, MADT_REVISION = 4, FACS_VERSION = 2, RSDP_REVISION = 2;
    private static final int PC_WITH_8259S = 1;
    private static final int SYSTEM_IO = 1, BYTE_ACCESS = 1, WORD_ACCESS = 2, DWORD_ACCESS = 3;
    /** Flags of the FADT: WBINVD, C1 on all processors, no power or sleep button, reset register. */
    private static final int WBINVD = 1, PROC_C1 = 1 << 2, NO_POWER_BUTTON = 1 << 4, NO_SLEEP_BUTTON = 1 << 5, RESET_REGISTER = 1 << 10;
    /** IAPC boot flags: devices on an ISA bus, no VGA, no CMOS RTC missing. */
    private static final int LEGACY_DEVICES = 1, NO_VGA = 1 << 2;
    private static final int CENTURY = 0x32, RESET_PORT = 0xCF9, RESET_VALUE = 6;
    private static final int C2_NEVER = 101, C3_NEVER = 1001;
    private static final int PROCESSOR_APIC = 0, NMI_OF_PROCESSOR = 4, ENABLED = 1, LINT1 = 1, EVERY_PROCESSOR = 0xFF;

    private final long base;
    private final List<AcpiPart> parts;
    private final int processors;
    private final ByteArrayOutputStream block = new ByteArrayOutputStream();

    /** @param base where the block will lie, 16-byte aligned; it begins with the RSDP */
    AcpiTables(long base, List<AcpiPart> parts, int processors) {
        this.base = base;
        this.parts = parts;
        this.processors = processors;
    }

    byte[] block() {
        block.writeBytes(new byte[ALIGNMENT]);
        long dsdt = place(table("DSDT", DSDT_REVISION, definitions()));
        long facs = place(facs());
        long fadt = place(fadt(facs, dsdt));
        long madt = place(table("APIC", MADT_REVISION, interruptControllers()));
        long rsdt = place(table("RSDT", 1, join(little(fadt, 4), little(madt, 4))));
        long xsdt = place(table("XSDT", 1, join(little(fadt, 8), little(madt, 8))));
        var all = block.toByteArray();
        var rsdp = rsdp(rsdt, xsdt);
        System.arraycopy(rsdp, 0, all, 0, rsdp.length);
        return all;
    }

    /** @return the table's address */
    private long place(byte[] table) {
        block.writeBytes(new byte[-block.size() & ALIGNMENT - 1]);
        long at = base + block.size();
        block.writeBytes(table);
        return at;
    }

    private static byte[] rsdp(long rsdt, long xsdt) {
        var rsdp = buffer(RSDP_BYTES).put(text("RSD PTR ")).put(9, text("HV    ")).put(15, (byte) RSDP_REVISION)
                .putInt(16, (int) rsdt).putInt(20, RSDP_BYTES).putLong(24, xsdt).array();
        rsdp[8] = checksum(rsdp, 20);
        rsdp[32] = checksum(rsdp, RSDP_BYTES);
        return rsdp;
    }

    private static byte[] table(String signature, int revision, byte[] content) {
        var table = buffer(HEADER_BYTES + content.length).put(text(signature)).putInt(HEADER_BYTES + content.length).put((byte) revision)
                .put(10, text("HV    HVPC    ")).putInt(24, 1).put(28, text("HV  ")).putInt(32, 1).put(HEADER_BYTES, content).array();
        table[9] = checksum(table, table.length);
        return table;
    }

    private static byte[] facs() { return buffer(FACS_BYTES).put(text("FACS")).putInt(FACS_BYTES).put(32, (byte) FACS_VERSION).array(); }

    private static byte[] fadt(long facs, long dsdt) {
        var fadt = buffer(FADT_BYTES);
        fadt.putInt(36, (int) facs).putInt(40, (int) dsdt).putShort(46, (short) PowerManagement.SCI);
        fadt.putInt(56, PowerManagement.EVENTS).putInt(64, PowerManagement.CONTROL).putInt(76, PowerManagement.TIMER);
        fadt.put(88, bytes(4, 2, 0, 4));                    // lengths: PM1 events, PM1 control, PM2 control, timer
        fadt.putShort(96, (short) C2_NEVER).putShort(98, (short) C3_NEVER).put(108, (byte) CENTURY);
        fadt.putShort(109, (short) (LEGACY_DEVICES | NO_VGA));
        fadt.putInt(112, WBINVD | PROC_C1 | NO_POWER_BUTTON | NO_SLEEP_BUTTON | RESET_REGISTER);
        fadt.put(116, port(RESET_PORT, 8, BYTE_ACCESS)).put(128, (byte) RESET_VALUE);
        fadt.putLong(132, facs).putLong(140, dsdt);
        fadt.put(148, port(PowerManagement.EVENTS, 32, WORD_ACCESS)).put(172, port(PowerManagement.CONTROL, 16, WORD_ACCESS));
        fadt.put(208, port(PowerManagement.TIMER, 32, DWORD_ACCESS));
        return table("FACP", FADT_REVISION, Arrays.copyOfRange(fadt.array(), HEADER_BYTES, FADT_BYTES));
    }

    /** A generic address structure. */
    private static byte[] port(int port, int bits, int access) { return join(bytes(SYSTEM_IO, bits, 0, access), little(port, 8)); }

    private byte[] interruptControllers() {
        var content = new ByteArrayOutputStream();
        content.writeBytes(join(little(Integer.toUnsignedLong(LOCAL_APIC), 4), little(PC_WITH_8259S, 4)));
        for (int id = 0; id < processors; id++) content.writeBytes(join(bytes(PROCESSOR_APIC, 8, id, id), little(ENABLED, 4)));
        for (var part : parts) content.writeBytes(part.madt());
        content.writeBytes(join(bytes(NMI_OF_PROCESSOR, 6, EVERY_PROCESSOR), little(0, 2), bytes(LINT1)));
        return content.toByteArray();
    }

    private byte[] definitions() {
        var devices = join(parts.stream().map(AcpiPart::aml).toArray(byte[][]::new));
        var sleep = named("\\_S5", pack(number(SOFT_OFF), number(SOFT_OFF), number(0), number(0)));
        return join(sleep, Aml.scope("\\_SB", devices));
    }

    private static byte checksum(byte[] table, int length) {
        int sum = 0;
        for (int i = 0; i < length; i++) sum += table[i];
        return (byte) -sum;
    }

    private static ByteBuffer buffer(int bytes) { return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN); }
    private static byte[] text(String text) { return text.getBytes(StandardCharsets.US_ASCII); }
}
