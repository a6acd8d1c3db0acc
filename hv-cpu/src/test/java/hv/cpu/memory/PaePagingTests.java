package hv.cpu.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** @see Paging */
class PaePagingTests extends MemoryTests {
    @BeforeEach
    void directoryForTheSecondGigabyte() {
        registers.pdpte[1] = 0x3000 | P;
        put(0x3000, 0x4000 | P | W | U);
    }

    @Test
    void thePdpteRegistersChooseTheDirectory() {
        put(0x4000 + 8 * 7, 0x88000 | P | W);
        enable(0x1000, CR4_PAE, 0);
        memory.write(0x4000_7010L, 8, 0x0102030405060708L);
        assertEquals(0x0102030405060708L, ram.read(0x88010, 8));
    }

    @Test
    void changingThePdptInMemoryChangesNothingUntilItIsLoaded() {
        put(0x4000, 0x88000 | P | W);
        enable(0x1000, CR4_PAE, 0);
        put(0x1000 + 8, 0);
        ram.write(0x88000, 1, 9);
        assertEquals(9, memory.read(0x4000_0000L, 1));
    }

    @Test
    void anAbsentPdpteRegisterFaults() {
        enable(0x1000, CR4_PAE, 0);
        assertFaults(0b00010, 0x8000_0000L, () -> memory.write(0x8000_0000L, 1, 0));
    }

    @Test
    void aTwoMegabytePage() {
        put(0x3000 + 8, 0x60_0000 | P | W | PS);
        enable(0x1000, CR4_PAE, 0);
        ram.write(0x6A_BCDE, 1, 3);
        assertEquals(3, memory.read(0x402A_BCDEL, 1));
    }

    @Test
    void bitsAboveThePhysicalAddressAreReservedUpToTheTop() {
        put(0x4000, 0x88000 | P | W | 1L << 52);
        enable(0x1000, CR4_PAE, 0);
        assertFaults(0b01001, 0x4000_0000L, () -> memory.read(0x4000_0000L, 1));
    }

    @Test
    void executeDisableWorksWithNxe() {
        put(0x4000, 0x88000 | P | W | XD);
        enable(0x1000, CR4_PAE, EFER_NXE);
        assertFaults(0b10001, 0x4000_0000L, () -> memory.fetch(0x4000_0000L));
    }

    @Test
    void fourEntriesAreLoadedFromThirtyTwoByteAlignedTables() {
        for (int i = 0; i < 4; i++) put(0x1020 + 8 * i, 0x1000 * i | P);
        long[] loaded = new long[4];
        memory.readPdptes(0x1020, loaded);
        assertArrayEquals(new long[] {P, 0x1000 | P, 0x2000 | P, 0x3000 | P}, loaded);
    }
}
