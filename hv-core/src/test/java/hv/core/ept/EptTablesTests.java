package hv.core.ept;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.x86.Access;
import hv.api.x86.Hpa;
import hv.api.x86.MemoryType;
import hv.core.host.FrameAllocator;
import hv.cpu.platform.Ram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The paging structures of EPT, and when a change of them needs INVEPT. */
class EptTablesTests {
    private static final long A20 = 1 << 20, GUEST = 0x4000_0000L, HOST = 0x1_8000_0000L;
    private final Ram ram = new Ram(1 << 20);
    private final FrameAllocator frames = new FrameAllocator(ram, new Hpa(0x1000));
    private final EptTables tables = new EptTables(ram, frames);

    @AfterEach void close() { ram.close(); }

    private void map(long guest, long host, int level, Access allowed) { tables.map(guest, host, level, allowed, MemoryType.WRITE_BACK); }

    /** Frames that are handed out: the next one's number. */
    private long framesUsed() {
        var next = frames.allocate();
        frames.release(next);
        return next.value() >>> 12;
    }

    @Test void theEptpHasAWalkOfFourLevelsAndWriteBackMemory() { assertEquals(0x1000 | 3 << 3 | 6, tables.pointer()); }

    @Test void whereNothingIsMappedNothingIsAllowed() {
        assertEquals(Access.NONE, tables.allowed(GUEST));
        assertEquals(EptTables.NO_FRAME, tables.frame(GUEST));
    }

    @ParameterizedTest @ValueSource(ints = {EptTables.PAGE, EptTables.LARGE, EptTables.HUGE})
    void aPageOfEachLevelLeadsToItsFrames(int level) {
        map(GUEST, HOST, level, Access.READ_WRITE);
        long last = EptTables.span(level) - 0x1000;
        assertEquals(HOST + last, tables.frame(GUEST + last));
        assertEquals(Access.READ_WRITE, tables.allowed(GUEST + last));
        assertEquals(Access.NONE, tables.allowed(GUEST + last + 0x1000));
    }

    @ParameterizedTest @ValueSource(ints = {EptTables.LARGE, EptTables.HUGE})
    void aLargePageIsSplitWhereASmallOneDiffers(int level) {
        map(GUEST, HOST, level, Access.ALL);
        map(GUEST + 0x5000, HOST + 0x9000, EptTables.PAGE, Access.EXECUTE);
        assertEquals(HOST + 0x9000, tables.frame(GUEST + 0x5000));
        assertEquals(Access.EXECUTE, tables.allowed(GUEST + 0x5000));
        for (long near : new long[] {0x4000, 0x6000, EptTables.span(level) - 0x1000}) {
            assertEquals(HOST + near, tables.frame(GUEST + near));
            assertEquals(Access.ALL, tables.allowed(GUEST + near));
        }
    }

    @Test void theMemoryTypeOutlivesTheSplit() {
        tables.map(GUEST, HOST, EptTables.LARGE, Access.ALL, MemoryType.UNCACHEABLE);
        map(GUEST, HOST, EptTables.PAGE, Access.ALL);
        long table = ram.read(entryOfLargePage(), 8) & 0xF_FFFF_FFFF_F000L;
        assertEquals(HOST + 0x1000 | 7, ram.read(table + 8, 8));
        assertEquals(HOST | 6 << 3 | 7, ram.read(table, 8));
    }

    private long entryOfLargePage() {
        long table = 0x1000;
        for (int shift = 39; shift > 21; shift -= 9) table = ram.read(table + (GUEST >>> shift & 511) * 8, 8) & 0xF_FFFF_FFFF_F000L;
        return table + (GUEST >>> 21 & 511) * 8;
    }

    @Test void aLargePageTakesThePlaceOfATableAndGivesItsFrameBack() {
        map(GUEST + 0x20_0000, HOST, EptTables.LARGE, Access.ALL);
        long before = framesUsed();
        map(GUEST, HOST, EptTables.PAGE, Access.READ);
        map(GUEST, HOST, EptTables.LARGE, Access.ALL);
        assertEquals(Access.ALL, tables.allowed(GUEST));
        assertEquals(before, framesUsed());
    }

    @Test void unmappingPartOfALargePageLeavesTheRest() {
        map(GUEST, HOST, EptTables.LARGE, Access.ALL);
        tables.unmap(GUEST + 0x3000, 0x2000);
        assertEquals(Access.ALL, tables.allowed(GUEST + 0x2000));
        assertEquals(Access.NONE, tables.allowed(GUEST + 0x3000));
        assertEquals(Access.NONE, tables.allowed(GUEST + 0x4000));
        assertEquals(HOST + 0x5000, tables.frame(GUEST + 0x5000));
    }

    @Test void unmappingAcrossPagesOfSeveralLevels() {
        map(0, HOST, EptTables.LARGE, Access.ALL);
        map(0x20_0000, HOST, EptTables.PAGE, Access.ALL);
        map(0x20_1000, HOST, EptTables.PAGE, Access.ALL);
        tables.unmap(0x1F_F000, 0x2000);
        assertEquals(Access.ALL, tables.allowed(0x1F_E000));
        assertEquals(Access.NONE, tables.allowed(0x1F_F000));
        assertEquals(Access.NONE, tables.allowed(0x20_0000));
        assertEquals(Access.ALL, tables.allowed(0x20_1000));
    }

    // ---- INVEPT ----

    @Test void aNewEntryNeedsNoInvept() {
        map(GUEST, HOST, EptTables.PAGE, Access.ALL);
        assertFalse(tables.takeStale());
    }

    @Test void theSameEntryAgainNeedsNoInvept() {
        map(GUEST, HOST, EptTables.PAGE, Access.ALL);
        map(GUEST, HOST, EptTables.PAGE, Access.ALL);
        assertFalse(tables.takeStale());
    }

    @Test void unmappingNothingNeedsNoInvept() {
        tables.unmap(0, 1L << 40);
        assertFalse(tables.takeStale());
    }

    @Test void aChangedEntryNeedsInveptOnce() {
        map(GUEST, HOST, EptTables.PAGE, Access.ALL);
        map(GUEST, HOST, EptTables.PAGE, Access.READ);
        assertTrue(tables.takeStale());
        assertFalse(tables.takeStale());
    }

    @Test void unmappingAnEntryNeedsInvept() {
        map(GUEST, HOST, EptTables.LARGE, Access.ALL);
        tables.unmap(GUEST, EptTables.span(EptTables.LARGE));
        assertTrue(tables.takeStale());
    }

    @Test void anEntryThatAllowedNothingWasNotPresent() {
        map(GUEST, HOST, EptTables.PAGE, Access.NONE);
        map(GUEST, HOST, EptTables.PAGE, Access.ALL);
        assertFalse(tables.takeStale());
    }

    // ---- A20 ----

    @Test void foldedAddressesMeanTheSame() {
        tables.fold(true);
        map(0x5000, HOST, EptTables.PAGE, Access.ALL);
        assertEquals(HOST, tables.frame(0x5000));
        assertEquals(HOST, tables.frame(A20 | 0x5000));
    }

    @Test void foldingDropsWhatWasMapped() {
        map(0x5000, HOST, EptTables.PAGE, Access.ALL);
        tables.fold(true);
        assertEquals(Access.NONE, tables.allowed(0x5000));
        assertTrue(tables.takeStale());
    }

    @Test void bothAddressesAreUnmapped() {
        tables.fold(true);
        for (long page : new long[] {0xF_E000, 0xF_F000, 0x20_0000, 0x20_1000}) map(page, HOST, EptTables.PAGE, Access.ALL);
        tables.unmap(0xF_F000, 0x20_1000 - 0xF_F000);
        for (long page : new long[] {0xF_F000, 0x20_0000}) {
            assertEquals(Access.NONE, tables.allowed(page));
            assertEquals(Access.NONE, tables.allowed(page ^ A20));
        }
        assertEquals(Access.ALL, tables.allowed(0x20_1000 ^ A20));
    }
}
