package hv.cpu.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hv.cpu.state.SlowAccess;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Accesses that lie in two pages, or not in RAM. */
class PageCrossingTests extends MemoryTests {
    @Test
    void aReadIsPutTogetherFromBothFrames() {
        tables(0x60000 | P | W, 0x50000 | P | W);
        enable4Level(0, 0);
        ram.write(0x60FFD, 1, 0x11);
        ram.write(0x60FFE, 2, 0x3322);
        ram.write(0x50000, 4, 0x77665544);
        assertEquals(0x7766_5544_3322_11L, memory.read(0xFFD, 8) & 0xFF_FFFF_FFFF_FFFFL);
    }

    @Test
    void aWriteIsSplitOverBothFrames() {
        tables(0x60000 | P | W, 0x50000 | P | W);
        enable4Level(0, 0);
        memory.write(0, 1, 0);
        memory.write(0x1000, 1, 0);
        memory.write(0xFFF, 4, 0x44332211);
        assertEquals(0x11, ram.read(0x60FFF, 1));
        assertEquals(0x443322, ram.read(0x50000, 4));
    }

    @Test
    void whenTheSecondPageFaultsNothingIsWritten() {
        tables(0x60000 | P | W, 0x50000 | P);
        enable4Level(0, 0);
        assertFaults(0b00011, 0x1000, () -> memory.write(0xFFE, 4, -1));
        assertEquals(0, ram.read(0x60FFE, 2));
    }

    @Test
    void sixteenBytesAreWrittenWholeOrNotAtAll() {
        tables(0x60000 | P | W, 0x50000 | P | W, 0x51000 | P);
        enable4Level(0, 0);
        memory.write16(0xFFC, 0x0807_0605_0403_0201L, 0x1817_1615_1413_1211L);
        assertEquals(0x0403_0201, ram.read(0x60FFC, 4));
        assertEquals(0x1413_1211_0807_0605L, ram.read(0x50000, 8));
        assertEquals(0x1817_1615, ram.read(0x50008, 4));
        assertFaults(0b00011, 0x2000, () -> memory.write16(0x1FF8, -1, -1));
        assertEquals(0, ram.read(0x50FF8, 8));
    }

    @Test
    void readingForAWriteFaultsAsTheWriteWould() {
        tables(0x60000 | P | W, 0x50000 | P);
        enable4Level(0, 0);
        assertFaults(0b00011, 0x1000, () -> memory.readForWrite(0xFFE, 4));
        assertFaults(0b00011, 0x1000, () -> memory.checkWrite(0xFFE, 16));
    }

    @Test
    void aCheckedRangeIsCheckedInEachPage() {
        tables(0x60000 | P | W, 0x50000 | P | W, 0x51000 | P);
        enable4Level(0, 0);
        assertFaults(0b00011, 0x2000, () -> memory.checkWrite(0xF00, 0x1101));
        memory.checkWrite(0xF00, 0x1100);
    }

    @Test
    void whatIsNotRamGoesToTheBusInOnePiece() {
        memory.write(0xFEE0_0080L, 4, 0xABCD);
        assertEquals(0x11223344, memory.read(0xFEE0_0080L, 4));
        assertEquals(List.of("write fee00080 4 abcd", "read fee00080 4"), busTraffic);
    }

    @Test
    void insideABlockTheBusIsNotTouched() {
        memory.ordinaryOnly = true;
        assertThrows(SlowAccess.class, () -> memory.read(0xFEE0_0080L, 4));
        assertThrows(SlowAccess.class, () -> memory.write(0xFEE0_0080L, 4, 1));
        assertEquals(List.of(), busTraffic);
    }

    @Test
    void aCrossingWriteThatEndsOutsideRamTouchesNothingInsideABlock() {
        memory.ordinaryOnly = true;
        assertThrows(SlowAccess.class, () -> memory.write(0xFF_FFFEL, 4, -1));
        assertThrows(SlowAccess.class, () -> memory.write16(0xFF_FFF8L, -1, -1));
        assertEquals(0, ram.read(0xFF_FFF8L, 8));
    }

    @Test
    void bulkFillStopsAtThePage() {
        memory.write(0x5000, 1, 0);
        assertEquals(4, memory.fill(0x5FF0, 4, 0x01020304, 100));
        assertEquals(0x01020304, ram.read(0x5FFC, 4));
        assertEquals(0, ram.read(0x6000, 4));
    }

    @Test
    void bulkCopyRefusesToReadWhatItHasWritten() {
        memory.write(0x5000, 1, 0);
        assertEquals(0, memory.copy(0x5001, 0x5000, 1, 16));
        assertEquals(16, memory.copy(0x5000, 0x5001, 1, 16));
    }
}
