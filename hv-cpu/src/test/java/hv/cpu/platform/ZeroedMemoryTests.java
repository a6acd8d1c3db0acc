package hv.cpu.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

class ZeroedMemoryTests {
    private static final long BYTES = 3 << 20;

    @Test
    void isZeroToItsEndsAndPageAlignedAndGoneWithItsArena() {
        MemorySegment memory;
        try (var arena = Arena.ofShared()) {
            memory = ZeroedMemory.allocate(arena, BYTES);
            assertEquals(BYTES, memory.byteSize());
            assertEquals(0, memory.address() & 0xFFF);
            assertEquals(-1, memory.mismatch(MemorySegment.ofArray(new byte[(int) BYTES])));
            memory.set(ValueLayout.JAVA_BYTE, BYTES - 1, (byte) 1);
        }
        assertThrows(IllegalStateException.class, () -> memory.get(ValueLayout.JAVA_BYTE, 0));
    }

    @Test
    void noMemoryAtAllIsPossible() {
        try (var arena = Arena.ofShared()) {
            assertEquals(0, ZeroedMemory.allocate(arena, 0).byteSize());
        }
    }
}
