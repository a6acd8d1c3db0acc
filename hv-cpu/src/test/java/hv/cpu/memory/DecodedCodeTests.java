package hv.cpu.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hv.cpu.platform.CodeLines;
import hv.cpu.state.SlowAccess;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Writes to frames that hold decoded code. */
class DecodedCodeTests extends MemoryTests {
    private final List<String> told = new ArrayList<>();

    @BeforeEach
    void listen() {
        ram.code().listen(new CodeLines.Listener() {
            @Override public void holdsCode(long frame) { told.add("frame %x".formatted(frame)); }
            @Override public void codeWritten(long physical, long length) { told.add("written %x %d".formatted(physical, length)); }
        });
    }

    @Test
    void aPageThatWasWrittenBeforeItHeldCodeIsWatchedFromThenOn() {
        memory.write(0x5000, 4, 1);
        ram.code().mark(0x5000, 8);
        memory.write(0x5004, 4, 2);
        assertEquals(List.of("frame 5", "written 5004 4"), told);
    }

    @Test
    void anAliasOfThePageIsWatchedToo() {
        tables(0x50000 | P | W, 0x50000 | P | W);
        enable4Level(0, 0);
        memory.write(0x0, 1, 0);
        memory.write(0x1000, 1, 0);
        ram.code().mark(0x50000, 1);
        memory.write(0x1000, 1, 7);
        assertEquals(List.of("frame 50", "written 50000 1"), told);
    }

    @Test
    void dataBesideCodeIsWrittenInPeace() {
        ram.code().mark(0x5000, 64);
        memory.ordinaryOnly = true;
        memory.write(0x5040, 8, 1);
        assertEquals(1, memory.read(0x5040, 8));
        assertEquals(List.of("frame 5"), told);
    }

    @Test
    void insideABlockAWriteToCodeDoesNothingYet() {
        ram.code().mark(0x5000, 64);
        memory.ordinaryOnly = true;
        assertThrows(SlowAccess.class, () -> memory.write(0x503F, 2, -1));
        assertThrows(SlowAccess.class, () -> memory.readForWrite(0x5000, 4));
        assertEquals(0, ram.read(0x503F, 2));
        assertEquals(List.of("frame 5"), told);
    }

    @Test
    void bytesFromADeviceAreFoundAcrossFrames() {
        ram.code().mark(0x5F80, 0x100);
        ram.write(0x5000, new byte[0x2000], 0, 0x2000);
        assertEquals(List.of("frame 5", "frame 6", "written 5000 8192"), told);
    }

    @Test
    void fillsAndCopiesAreFound() {
        ram.code().mark(0x5000, 1);
        ram.fill(0x4FFF, 2, (byte) 1);
        ram.code().mark(0x5000, 1);
        ram.copy(0x5000, 0x9000, 1);
        assertEquals(List.of("frame 5", "written 4fff 2", "frame 5", "written 5000 1"), told);
    }
}
