package hv.core.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.x86.Gpr;
import hv.core.config.StartState;
import hv.core.report.HvException;
import hv.cpu.SystemRegister;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The registers and memory that a multiboot 1 guest starts with, by the Multiboot Specification 0.6.96. */
class MultibootTests {
    private static final int LOAD = 0x100000, MEMORY = 4 << 20;
    private static final int MAGIC = 0x1BADB002, HAS_ADDRESSES = 1 << 16;
    private final GuestMemory memory = new GuestMemory(MEMORY);

    @Test void startsInProtectedModeWithTheMagicAndTheInformation() {
        var start = load(image(HAS_ADDRESSES), Boot.NOTHING);
        assertEquals(LOAD + 32, start.rip());
        assertEquals(0x2BADB002L, start.general().get(Gpr.RAX));
        assertEquals(1, start.system().get(SystemRegister.CR0) & 0x80000001L, "PE is set, PG is not");
        assertEquals(MAGIC, memory.content().getInt(LOAD));
    }

    @Test void informationTellsMemoryInKibibytes() {
        int info = information(Boot.NOTHING);
        assertEquals(640, memory.content().getInt(info + 4));
        assertEquals((MEMORY - (1 << 20)) / 1024, memory.content().getInt(info + 8));
    }

    @Test void commandLineStandsAfterTheImagesName() {
        int info = information(new Boot("sieve 20", List.of()));
        assertEquals("guest sieve 20", memory.string(memory.content().getInt(info + 16)));
    }

    @Test void memoryMapListsEveryRegionAsAPcHasThem() {
        int info = information(Boot.NOTHING);
        int map = memory.content().getInt(info + 48);
        assertEquals(3 * 24, memory.content().getInt(info + 44), "three entries, their size fields included");
        assertEntry(map, 0, 0xA_0000, 1);
        assertEntry(map + 24, 0xE_0000, 0x2_0000, 2);
        assertEntry(map + 48, 0x10_0000, MEMORY - 0x10_0000, 1);
    }

    /** @param type 1 for available RAM, 2 for reserved */
    private void assertEntry(int at, long base, long length, int type) {
        assertEquals(20, memory.content().getInt(at));
        assertEquals(base, memory.content().getLong(at + 4));
        assertEquals(length, memory.content().getLong(at + 12));
        assertEquals(type, memory.content().getInt(at + 20));
    }

    @Test void modulesLieOnPagesBesideTheImage() {
        byte[] content = {1, 2, 3, 4, 5};
        int info = information(new Boot("", List.of(new Boot.Module("initrd", content), new Boot.Module("second", content))));
        int list = memory.content().getInt(info + 24);
        int first = memory.content().getInt(list);
        assertEquals(2, memory.content().getInt(info + 20));
        assertEquals(0, first % 4096);
        assertTrue(first >= LOAD + 64);
        assertEquals(first + content.length, memory.content().getInt(list + 4));
        assertEquals("initrd", memory.string(memory.content().getInt(list + 8)));
        byte[] there = new byte[5];
        memory.content().get(first, there);
        assertArrayEquals(content, there);
    }

    @Test void demandThatIsNotMetIsRefused() {
        assertThrows(HvException.class, () -> load(image(HAS_ADDRESSES | 4), Boot.NOTHING));
    }

    @Test void moduleThatDoesNotFitIsRefused() {
        var boot = new Boot("", List.of(new Boot.Module("huge", new byte[MEMORY])));
        assertThrows(HvException.class, () -> load(image(HAS_ADDRESSES), boot));
    }

    private int information(Boot boot) { return load(image(HAS_ADDRESSES), boot).general().get(Gpr.RBX).intValue(); }

    private StartState load(byte[] image, Boot boot) { return GuestImages.of("guest", image, boot).load(memory); }

    /** A header with addresses, loaded at 1 MiB and started behind itself. */
    private static byte[] image(int flags) {
        return ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putInt(MAGIC).putInt(flags).putInt(-(MAGIC + flags))
                .putInt(LOAD).putInt(LOAD).putInt(0).putInt(0).putInt(LOAD + 32).array();
    }
}
