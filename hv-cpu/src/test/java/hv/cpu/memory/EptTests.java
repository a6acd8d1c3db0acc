package hv.cpu.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.api.x86.SecondaryControls;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Guest-physical addresses through EPT; qualifications as in SDM 3C "Exit Qualification for EPT Violations". */
class EptTests extends MemoryTests {
    static final int VIOLATION = 48, MISCONFIGURATION = 49;
    static final long R = 1, EW = 2, X = 4, WB = 6 << 3;
    /** Linear address valid, final access; and what paging tells when it is off: user-mode, writable. */
    static final long FINAL = 0x180, UNPAGED = 0x600;

    /** EPT tables at 10000H to 13000H; guest-physical pages from 0 on map as the entries of the last table say. */
    @BeforeEach
    void enterNonRoot() {
        put(0x10000, 0x11000 | R | EW | X);
        put(0x11000, 0x12000 | R | EW | X);
        put(0x12000, 0x13000 | R | EW | X);
        controls.nonRoot = true;
        controls.secondary = SecondaryControls.ENABLE_EPT;
        controls.eptCapabilities = 0xF01_0673_4141L;
        controls.eptp = 0x10000 | 3 << 3 | 6;
        memory.contextChanged();
    }

    void map(int page, long entry) { put(0x13000 + 8 * page, entry); }

    @Test
    void aMappedPageIsReadElsewhere() {
        map(5, 0x70000 | R | WB);
        ram.write(0x70123, 2, 0xBEEF);
        assertEquals(0xBEEF, memory.read(0x5123, 2));
    }

    @Test
    void anUnmappedPageReportsNoRights() {
        assertExits(VIOLATION, 1 | FINAL | UNPAGED, 0x5123, 0x5123, () -> memory.read(0x5123, 2));
        assertExits(VIOLATION, 2 | FINAL | UNPAGED, 0x5123, 0x5123, () -> memory.write(0x5123, 2, 0));
        assertExits(VIOLATION, 4 | FINAL | UNPAGED, 0x5123, 0x5123, () -> memory.fetch(0x5123));
    }

    @Test
    void aDeniedAccessReportsTheRightsOfAllLevelsTogether() {
        map(5, 0x70000 | R | EW | X | WB);
        put(0x12000, 0x13000 | R | X);
        assertEquals(0, memory.read(0x5000, 1));
        assertExits(VIOLATION, 2 | 0b101 << 3 | FINAL | UNPAGED, 0x5000, 0x5000, () -> memory.write(0x5000, 1, 1));
    }

    @Test
    void aReadModifyWriteReportsBothAccesses() {
        map(5, 0x70000 | R | WB);
        assertExits(VIOLATION, 3 | 0b001 << 3 | FINAL | UNPAGED, 0x5000, 0x5000, () -> memory.readForWrite(0x5000, 4));
    }

    @Test
    void executeOnlyPagesCannotBeRead() {
        map(5, 0x70000 | X | WB);
        assertEquals(0x70010, memory.fetch(0x5010));
        assertExits(VIOLATION, 1 | 0b100 << 3 | FINAL | UNPAGED, 0x5010, 0x5010, () -> memory.read(0x5010, 1));
    }

    @Test
    void writeWithoutReadIsAMisconfiguration() {
        map(5, 0x70000 | EW | WB);
        assertExits(MISCONFIGURATION, 0, 0, 0x5010, () -> memory.read(0x5010, 1));
    }

    @Test
    void memoryTypeTwoIsAMisconfiguration() {
        map(5, 0x70000 | R | 2 << 3);
        assertExits(MISCONFIGURATION, 0, 0, 0x5010, () -> memory.write(0x5010, 1, 0));
    }

    @Test
    void aReservedBitOfATableIsAMisconfiguration() {
        put(0x11000, 0x12000 | R | EW | X | 1 << 3);
        assertExits(MISCONFIGURATION, 0, 0, 0x5010, () -> memory.read(0x5010, 1));
    }

    @Test
    void addressBitsThatTheProcessorDoesNotHaveAreReserved() {
        map(5, 1L << 39 | R | WB);
        assertExits(MISCONFIGURATION, 0, 0, 0x5010, () -> memory.read(0x5010, 1));
    }

    @Test
    void largePagesKeepTheLowBits() {
        put(0x12000 + 8, 0x60_0000 | R | WB | 0x80);
        put(0x11000 + 8, R | WB | 0x80);
        ram.write(0x6A_BCDE, 1, 3);
        ram.write(0xAB_CDEF, 1, 4);
        assertEquals(3, memory.read(0x2A_BCDE, 1));
        assertEquals(4, memory.read(0x40AB_CDEFL, 1));
    }

    @Test
    void addressBitsBelowALargePageAreReserved() {
        put(0x12000 + 8, 0x60_1000 | R | WB | 0x80);
        assertExits(MISCONFIGURATION, 0, 0, 0x20_0000, () -> memory.read(0x20_0000, 1));
    }

    @Test
    void aGuestTableThatIsNotMappedReportsAnAccessToIt() {
        enable4Level(0, 0);
        assertExits(VIOLATION, 1 | 0x80, 0x123_4567, 0x1000, () -> memory.write(0x123_4567, 1, 0));
    }

    @Test
    void settingAGuestFlagIsAWriteToTheTable() {
        identityTables(R);
        tables(0x5000 | P | W);
        map(5, 0x70000 | R | EW | WB);
        enable4Level(0, 0);
        assertExits(VIOLATION, 2 | 0b001 << 3 | 0x80, 0x10, 0x1000, () -> memory.read(0x10, 1));
    }

    @Test
    void guestRightsComeBeforeEptOfTheFinalPage() {
        identityTables(R | EW);
        tables(0x5000 | P);
        enable4Level(0, 0);
        assertFaults(0b00011, 0x10, () -> memory.write(0x10, 1, 0));
        assertExits(VIOLATION, 1 | FINAL, 0x10, 0x5010, () -> memory.read(0x10, 1));
    }

    @Test
    void guestRightsAreReportedWithTheFinalAccess() {
        identityTables(R | EW);
        tables(0x5000 | P | W | U | XD);
        enable4Level(0, EFER_NXE);
        assertExits(VIOLATION, 2 | FINAL | 1 << 9 | 1 << 10 | 1 << 11, 0x10, 0x5010, () -> memory.write(0x10, 1, 0));
    }

    @Test
    void accessedAndDirtyFlagsAreSetWhereEptpAsksForThem() {
        map(5, 0x70000 | R | EW | WB);
        controls.eptp |= 1 << 6;
        memory.contextChanged();
        memory.read(0x5000, 1);
        assertEquals(1 << 8, ram.read(0x13000 + 8 * 5, 8) & 0x300);
        memory.write(0x5000, 1, 1);
        assertEquals(3 << 8, ram.read(0x13000 + 8 * 5, 8) & 0x300);
        assertEquals(1 << 8, ram.read(0x12000, 8) & 0x300);
    }

    @Test
    void withAccessedAndDirtyFlagsTablesAreReadAsIfWritten() {
        controls.eptp |= 1 << 6;
        identityTables(R);
        enable4Level(0, 0);
        assertExits(VIOLATION, 3 | 0b001 << 3 | 0x80, 0x10, 0x1000, () -> memory.read(0x10, 1));
    }

    @Test
    void pdptesAreLoadedThroughEptWithoutALinearAddress() {
        assertExits(VIOLATION, 1, 0, 0x1020, () -> memory.readPdptes(0x1020, new long[4]));
    }

    /** Guest page tables at 1000H to 4FFFH, mapped to themselves. */
    private void identityTables(long rights) {
        for (int page = 1; page < 5; page++) map(page, page << 12 | rights | WB);
    }
}
