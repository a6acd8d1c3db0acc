package hv.cpu.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.cpu.state.Segment;
import org.junit.jupiter.api.Test;

/** @see Paging */
class FourLevelPagingTests extends MemoryTests {
    @Test
    void fourTablesLeadToAFrame() {
        put(0x1000 + 8 * 0x1FF, 0x2000 | P | W);
        put(0x2000 + 8 * 2, 0x3000 | P | W);
        put(0x3000 + 8 * 3, 0x4000 | P | W);
        put(0x4000 + 8 * 4, 0x77000 | P | W);
        enable4Level(0, 0);
        ram.write(0x77123, 4, 0xCAFE);
        assertEquals(0xCAFE, memory.read(0xFFFF_FF80_8060_4123L, 4));
    }

    @Test
    void compatibilityModeCutsAddressesButNotThoseOfTheProcessorsOwnTables() {
        put(0x1000 + 8 * 0x1FF, 0x2000 | P | W);
        put(0x2000 + 8 * 2, 0x3000 | P | W);
        put(0x3000 + 8 * 3, 0x4000 | P | W);
        put(0x4000 + 8 * 4, 0x77000 | P | W);
        enable4Level(0, 0);
        registers.segments[Segment.CS].rights = 0xC0FB;
        user();
        ram.write(0x77123, 4, 0xCAFE);
        assertEquals(0xCAFE, memory.readSystem(0xFFFF_FF80_8060_4123L, 4));
        assertFaults(0b00100, 0x8060_4123L, () -> memory.read(0xFFFF_FF80_8060_4123L, 4));
    }

    @Test
    void aLargePageKeepsTwentyOneBitsOfTheAddress() {
        tables();
        put(0x3000 + 8, 0x40_0000 | P | W | PS);
        enable4Level(0, 0);
        memory.write(0x2A_BCDE, 1, 0x5A);
        assertEquals(0x5A, ram.read(0x4A_BCDE, 1));
    }

    @Test
    void aHugePageKeepsThirtyBitsOfTheAddress() {
        tables();
        put(0x2000 + 8, P | W | PS);
        enable4Level(0, 0);
        ram.write(0xABCDEF, 1, 0x77);
        assertEquals(0x77, memory.read(0x40AB_CDEF, 1));
    }

    @Test
    void anAbsentPageFaultsWithoutTheProtectionBit() {
        tables();
        enable4Level(0, 0);
        assertFaults(0b00000, 0x123, () -> memory.read(0x123, 1));
        assertFaults(0b00010, 0x456, () -> memory.write(0x456, 1, 0));
    }

    @Test
    void userCodeMayNotTouchSupervisorPages() {
        tables(0x50000 | P | W);
        enable4Level(0, 0);
        user();
        assertFaults(0b00101, 0x10, () -> memory.read(0x10, 1));
        assertFaults(0b00111, 0x10, () -> memory.write(0x10, 1, 0));
    }

    @Test
    void theProcessorItselfReadsSupervisorPagesWhateverThePrivilege() {
        tables(0x50000 | P | W);
        enable4Level(0, 0);
        user();
        ram.write(0x50010, 8, 99);
        assertEquals(99, memory.readSystem(0x10, 8));
        assertFaults(0b00101, 0x10, () -> memory.read(0x10, 1));
    }

    @Test
    void oneSupervisorEntryOnTheWayMakesThePageASupervisorPage() {
        tables(0x50000 | P | W | U);
        put(0x3000, 0x4000 | P | W);
        enable4Level(0, 0);
        user();
        assertFaults(0b00101, 0, () -> memory.read(0, 1));
    }

    @Test
    void oneReadOnlyEntryOnTheWayMakesThePageReadOnly() {
        tables(0x50000 | P | W | U);
        put(0x2000, 0x3000 | P | U);
        enable4Level(0, 0);
        assertEquals(0, memory.read(0, 1));
        assertFaults(0b00011, 0, () -> memory.write(0, 1, 1));
    }

    @Test
    void theSupervisorWritesReadOnlyPagesWithoutWriteProtection() {
        tables(0x50000 | P);
        enable4Level(0, 0);
        registers.cr0 &= ~(1L << 16);
        memory.contextChanged();
        memory.write(0, 1, 7);
        assertEquals(7, ram.read(0x50000, 1));
    }

    @Test
    void executeDisableStopsFetchesOnly() {
        tables(0x50000 | P | W | XD);
        enable4Level(0, EFER_NXE);
        assertEquals(0, memory.read(0, 1));
        assertFaults(0b10001, 0, () -> memory.fetch(0));
    }

    @Test
    void executeDisableIsAReservedBitWithoutNxe() {
        tables(0x50000 | P | W | XD);
        enable4Level(0, 0);
        assertFaults(0b01001, 0, () -> memory.read(0, 1));
    }

    @Test
    void addressBitsThatTheProcessorDoesNotHaveAreReserved() {
        tables(0x50000 | P | W | 1L << 39);
        enable4Level(0, 0);
        assertFaults(0b01011, 0, () -> memory.write(0, 1, 0));
    }

    @Test
    void addressBitsBelowALargePageAreReserved() {
        tables();
        put(0x3000 + 8, 0x40_2000 | P | W | PS);
        enable4Level(0, 0);
        assertFaults(0b01001, 0x20_0000, () -> memory.read(0x20_0000, 1));
    }

    @Test
    void thePageSizeBitIsReservedInAPml4Entry() {
        tables(0x50000 | P);
        put(0x1000, 0x2000 | P | W | U | PS);
        enable4Level(0, 0);
        assertFaults(0b01001, 0, () -> memory.read(0, 1));
    }

    @Test
    void smepKeepsTheSupervisorFromExecutingUserPages() {
        tables(0x50000 | P | W | U);
        enable4Level(CR4_SMEP, 0);
        assertEquals(0, memory.read(0, 1));
        assertFaults(0b10001, 0, () -> memory.fetch(0));
    }

    @Test
    void smapKeepsTheSupervisorFromUserDataUnlessAcIsSet() {
        tables(0x50000 | P | W | U);
        enable4Level(CR4_SMAP, 0);
        assertFaults(0b00001, 0, () -> memory.read(0, 1));
        alignmentFlag(true);
        assertEquals(0, memory.read(0, 1));
        assertFaults(0b00001, 0, () -> memory.readSystem(0, 1));
        alignmentFlag(false);
        assertFaults(0b00001, 0, () -> memory.read(0, 1));
    }

    @Test
    void aReadSetsAccessedFlagsOnTheWholeWay() {
        tables(0x50000 | P | W);
        enable4Level(0, 0);
        memory.read(0, 1);
        for (long entry : new long[] {0x1000, 0x2000, 0x3000, 0x4000}) assertEquals(A, ram.read(entry, 8) & (A | D), Long.toHexString(entry));
    }

    @Test
    void theFirstWriteAfterAReadSetsTheDirtyFlag() {
        tables(0x50000 | P | W);
        enable4Level(0, 0);
        memory.read(0, 1);
        memory.write(0, 1, 1);
        assertEquals(A | D, ram.read(0x4000, 8) & (A | D));
        assertEquals(A, ram.read(0x3000, 8) & (A | D));
    }

    @Test
    void aNonCanonicalAddressDoesNotLeaveTheTables() {
        tables(0x50000 | P | W);
        enable4Level(0, 0);
        ram.write(0x50000, 1, 5);
        assertEquals(5, memory.read(0x1234_0000_0000_0000L, 1));
    }
}
