package hv.core.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.machine.PhysicalMemory;
import hv.api.x86.Gpa;
import hv.api.x86.Gpr;
import hv.core.config.StartState;
import hv.core.report.HvException;
import hv.cpu.SegmentName;
import hv.cpu.SystemRegister;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The registers and memory that a Linux kernel starts with, by Documentation/arch/x86/boot.rst and zero-page.rst. */
class LinuxTests {
    private static final int MEMORY = 32 << 20, PREFERRED = 16 << 20, INIT_SIZE = 4 << 20, SECTORS = 2, CODE = (SECTORS + 1) * 512, CODE_BYTES = 4096;
    private final GuestMemory memory = new GuestMemory(MEMORY);

    @Test void startsByThe64BitEntryWithPagingOn() {
        var start = load(kernel(), Boot.NOTHING);
        assertEquals(PREFERRED + 0x200, start.rip());
        assertEquals(0x8000_0001L, start.system().get(SystemRegister.CR0) & 0x8000_0001L);
        assertEquals(0x500, start.system().get(SystemRegister.EFER), "LME and LMA");
        assertEquals(0, start.rflags() & 0x200, "interrupts are off");
        assertEquals(PREFERRED | 0x83, identityMapped(start.system().get(SystemRegister.CR3), PREFERRED) & ~0x60L);
    }

    @Test void startsByThe32BitEntryOnDemand() {
        var start = GuestImages.linux("vmlinuz", kernel(), Boot.NOTHING, Optional.of(Mode.PROTECTED_32)).load(memory);
        assertEquals(PREFERRED, start.rip());
        assertEquals(1, start.system().get(SystemRegister.CR0) & 0x8000_0001L, "PE is set, PG is not");
    }

    @Test void segmentsHaveTheSelectorsOfTheProtocolAndATableBehindThem() {
        var start = load(kernel(), Boot.NOTHING);
        assertEquals(0x10, start.segments().get(SegmentName.CS).selector());
        for (var name : List.of(SegmentName.DS, SegmentName.ES, SegmentName.SS)) assertEquals(0x18, start.segments().get(name).selector());
        int table = start.system().get(SystemRegister.GDTR_BASE).intValue();
        assertEquals(0x1F, start.system().get(SystemRegister.GDTR_LIMIT));
        assertEquals(0x00AF_9B00_0000_FFFFL, memory.content().getLong(table + 0x10));
        assertEquals(0x00CF_9300_0000_FFFFL, memory.content().getLong(table + 0x18));
    }

    @Test void codeLiesAtItsPreferredAddress() {
        load(kernel(), Boot.NOTHING);
        assertEquals('k', memory.content().get(PREFERRED));
        assertEquals('k', memory.content().get(PREFERRED + CODE_BYTES - 1));
    }

    @Test void parametersBeginWithTheSetupHeaderAndTellTheLoader() {
        int parameters = parameters(Boot.NOTHING);
        assertEquals(0xAA55, memory.content().getShort(parameters + 0x1FE) & 0xFFFF);
        assertEquals(0x5372_6448, memory.content().getInt(parameters + 0x202));
        assertEquals(0xFF, memory.content().get(parameters + 0x210) & 0xFF);
        assertEquals(INIT_SIZE, memory.content().getInt(parameters + 0x260));
        assertEquals(0, memory.content().get(parameters + 0x1EF), "the sentinel: everything else is zero");
    }

    @Test void memoryMapLeavesOutTheAdaptersAndReservesTheBios() {
        int parameters = parameters(Boot.NOTHING);
        assertEquals(3, memory.content().get(parameters + 0x1E8));
        long[][] expected = {{0, 0xA_0000, 1}, {0xE_0000, 0x2_0000, 2}, {0x10_0000, MEMORY - 0x10_0000, 1}};
        for (int i = 0; i < 3; i++) {
            int entry = parameters + 0x2D0 + 20 * i;
            assertArrayEquals(expected[i], new long[] {memory.content().getLong(entry), memory.content().getLong(entry + 8), memory.content().getInt(entry + 16)});
        }
    }

    @Test void commandLineEndsWithZero() {
        int parameters = parameters(new Boot("console=ttyS0 quiet", List.of()));
        assertEquals("console=ttyS0 quiet", memory.string(memory.content().getInt(parameters + 0x228)));
    }

    @Test void initialRamDiskLiesAboveTheKernelOnAPage() {
        byte[] disk = {1, 2, 3, 4, 5};
        int parameters = parameters(new Boot("", List.of(new Boot.Module("initrd", disk))));
        int at = memory.content().getInt(parameters + 0x218);
        assertEquals(0, at % 4096);
        assertTrue(at >= PREFERRED + INIT_SIZE);
        assertEquals(disk.length, memory.content().getInt(parameters + 0x21C));
        var there = new byte[5];
        memory.content().get(at, there);
        assertArrayEquals(disk, there);
    }

    @Test void acpiRootPointerIsFoundInTheBiosArea() {
        memory.content().put(0xE_1230, "RSD PTR ".getBytes());
        assertEquals(0xE_1230, memory.content().getLong(parameters(Boot.NOTHING) + 0x070));
    }

    @Test void withoutAcpiThereIsNoRootPointer() { assertEquals(0, memory.content().getLong(parameters(Boot.NOTHING) + 0x070)); }

    @Test void unpackedKernelStartsAtItsOwnEntry() {
        var start = load(vmlinux(), new Boot("quiet", List.of()));
        int parameters = start.general().get(Gpr.RSI).intValue();
        assertEquals(PREFERRED + 0x40, start.rip());
        assertEquals('k', memory.content().get(PREFERRED));
        assertEquals(0x5372_6448, memory.content().getInt(parameters + 0x202));
        assertEquals(0xAA55, memory.content().getShort(parameters + 0x1FE) & 0xFFFF);
        assertEquals("quiet", memory.string(memory.content().getInt(parameters + 0x228)));
    }

    // ---- mistakes ----

    @Test void otherFilesAreNoKernels() {
        refuses(new byte[8192], Boot.NOTHING);
        refuses(new byte[3], Boot.NOTHING);
    }

    @Test void oldKernelIsRefused() {
        var old = kernel();
        old[0x206] = 4;
        refuses(old, Boot.NOTHING);
    }

    @Test void kernelCutInHalfIsRefused() {
        refuses(Arrays.copyOf(kernel(), (CODE + CODE_BYTES) / 2), Boot.NOTHING);
    }

    /** The header counts paragraphs of 16 bytes. */
    @Test void kernelMayEndInsideItsLastParagraph() {
        assertEquals(PREFERRED + 0x200, load(Arrays.copyOf(kernel(), CODE + CODE_BYTES - 15), Boot.NOTHING).rip());
        refuses(Arrays.copyOf(kernel(), CODE + CODE_BYTES - 16), Boot.NOTHING);
    }

    @Test void longCommandLineIsRefused() {
        refuses(kernel(), new Boot("x".repeat(256), List.of()));
        load(kernel(), new Boot("x".repeat(255), List.of()));
    }

    @Test void tooLittleMemoryIsRefused() {
        var small = new GuestMemory(16 << 20);
        assertThrows(HvException.class, () -> GuestImages.linux("vmlinuz", kernel(), Boot.NOTHING, Optional.empty()).load(small));
    }

    @Test void initialRamDiskThatDoesNotFitIsRefused() {
        assertThrows(HvException.class, () -> load(kernel(), new Boot("", List.of(new Boot.Module("huge", new byte[MEMORY])))));
    }

    @Test void secondRamDiskIsRefused() {
        var disk = new Boot.Module("d", new byte[1]);
        refuses(kernel(), new Boot("", List.of(disk, disk)));
    }

    @Test void ramWhereDevicesAreIsRefused() {
        var large = new Sparse(4L << 30);
        assertThrows(HvException.class, () -> GuestImages.linux("vmlinuz", kernel(), Boot.NOTHING, Optional.empty()).load(large));
    }

    @Test void kernelWithoutA64BitEntryStartsByItsOther() {
        var only32 = kernel();
        only32[0x236] = 0;
        assertEquals(PREFERRED, load(only32, Boot.NOTHING).rip());
        assertThrows(HvException.class, () -> GuestImages.linux("vmlinuz", only32, Boot.NOTHING, Optional.of(Mode.LONG_64)));
    }

    // ---- inside ----

    private static void refuses(byte[] kernel, Boot boot) {
        assertThrows(HvException.class, () -> GuestImages.linux("vmlinuz", kernel, boot, Optional.empty()));
    }

    private StartState load(byte[] kernel, Boot boot) { return GuestImages.linux("vmlinuz", kernel, boot, Optional.empty()).load(memory); }

    private int parameters(Boot boot) { return load(kernel(), boot).general().get(Gpr.RSI).intValue(); }

    private long identityMapped(long cr3, long address) {
        long table = cr3;
        for (int shift = 39; shift > 21; shift -= 9) table = memory.content().getLong((int) (table + 8 * (address >>> shift & 511))) & -4096L;
        return memory.content().getLong((int) (table + 8 * (address >>> 21 & 511)));
    }

    /** A bzImage of protocol 2.15 whose kernel is all 'k'. */
    private static byte[] kernel() {
        var file = ByteBuffer.allocate(CODE + CODE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.fill(file.array(), CODE, file.capacity(), (byte) 'k');
        file.put(0x1F1, (byte) SECTORS).putInt(0x1F4, CODE_BYTES / 16).putShort(0x1FE, (short) 0xAA55).put(0x200, (byte) 0xEB).put(0x201, (byte) 0x6A)
                .putInt(0x202, 0x5372_6448).putShort(0x206, (short) 0x20F).put(0x211, (byte) 1).putInt(0x22C, 0x7FFF_FFFF).putShort(0x236, (short) 1)
                .putInt(0x238, 255).putLong(0x258, PREFERRED).putInt(0x260, INIT_SIZE);
        return file.array();
    }

    /** An ELF64 file with one segment, all 'k', linked high and loaded at its physical address. */
    private static byte[] vmlinux() {
        var file = ByteBuffer.allocate(0x100 + CODE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.fill(file.array(), 0x100, file.capacity(), (byte) 'k');
        file.putInt(0, 0x464C_457F).put(4, (byte) 2).put(5, (byte) 1).putShort(16, (short) 2).putShort(18, (short) 62).putLong(24, PREFERRED + 0x40)
                .putLong(32, 64).putShort(54, (short) 56).putShort(56, (short) 1);
        file.putInt(64, 1).putLong(64 + 8, 0x100).putLong(64 + 16, 0xFFFF_FFFF_8100_0000L).putLong(64 + 24, PREFERRED).putLong(64 + 32, CODE_BYTES).putLong(64 + 40, INIT_SIZE);
        return file.array();
    }

    /** Memory that nobody writes. */
    private record Sparse(long bytes) implements PhysicalMemory {
        @Override public List<Region> map() { return List.of(new Region(new Gpa(0), bytes, Region.Kind.RAM)); }
        @Override public void read(Gpa from, byte[] into, int offset, int length) { }
        @Override public void write(Gpa to, byte[] from, int offset, int length) { }
    }
}
