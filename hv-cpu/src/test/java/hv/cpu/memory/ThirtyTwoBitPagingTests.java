package hv.cpu.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** @see Paging */
class ThirtyTwoBitPagingTests extends MemoryTests {
    @Test
    void twoTablesOfFourByteEntriesLeadToAFrame() {
        put32(0x1000 + 4 * 0x300, 0x2000 | P | W);
        put32(0x2000 + 4 * 5, 0x66000 | P | W);
        enable(0x1000, 0, 0);
        memory.write(0xC000_5008L, 4, 0xDEADBEEFL);
        assertEquals(0xDEADBEEFL, ram.read(0x66008, 4));
    }

    @Test
    void aFourMegabytePageNeedsPse() {
        put32(0x1000 + 4, 0x80_0000 | P | W | PS);
        enable(0x1000, CR4_PSE, 0);
        memory.write(0x40_1234, 1, 0x42);
        assertEquals(0x42, ram.read(0x80_1234, 1));
    }

    @Test
    void withoutPseThePageSizeBitIsIgnored() {
        put32(0x1000, 0x2000 | P | W | PS);
        put32(0x2000, 0x55000 | P | W);
        enable(0x1000, 0, 0);
        memory.write(0, 1, 0x42);
        assertEquals(0x42, ram.read(0x55000, 1));
    }

    @Test
    void bitTwentyOneOfAFourMegabytePageIsReserved() {
        put32(0x1000, 1 << 21 | P | W | PS);
        enable(0x1000, CR4_PSE, 0);
        assertFaults(0b01001, 0x77, () -> memory.read(0x77, 1));
    }

    @Test
    void bitsOfPse36ReachBeyondFourGigabytes() {
        put32(0x1000, 1 << 13 | P | W | PS);
        enable(0x1000, CR4_PSE, 0);
        memory.read(0x10, 4);
        assertEquals(java.util.List.of("read 100000010 4"), busTraffic);
    }

    @Test
    void thereIsNoExecuteDisable() {
        put32(0x1000, 0x2000 | P | W | U);
        put32(0x2000, 0x66000 | P);
        enable(0x1000, 0, EFER_NXE);
        assertEquals(0x66010, memory.fetch(0x10));
        user();
        assertFaults(0b00101, 0x10, () -> memory.fetch(0x10));
    }

    @Test
    void anAccessAcrossFourGigabytesWrapsToZero() {
        put32(0x1000, 0x2000 | P | W);
        put32(0x2000, 0x66000 | P | W);
        put32(0x1000 + 4 * 0x3FF, 0x3000 | P | W);
        put32(0x3000 + 4 * 0x3FF, 0x77000 | P | W);
        enable(0x1000, 0, 0);
        memory.write(0xFFFF_FFFEL, 4, 0x44332211);
        assertEquals(0x2211, ram.read(0x77FFE, 2));
        assertEquals(0x4433, ram.read(0x66000, 2));
    }
}
