package hv.core.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hv.core.report.HvException;
import hv.cpu.SegmentName;
import org.junit.jupiter.api.Test;

/** How a flat binary starts in real-address mode. */
class RealModeTests {
    @Test void codeBeyondTheFirstSegmentIsReachedThroughCs() {
        var start = GuestImages.flat("boot", new byte[] {(byte) 0xF4}, 0x9_1234, Mode.REAL).load(new GuestMemory(1 << 20));
        var cs = start.segments().get(SegmentName.CS);
        assertEquals(0x1234, start.rip());
        assertEquals(0x9000, cs.selector());
        assertEquals(0x9_0000, cs.base());
        assertEquals(0, start.segments().get(SegmentName.SS).base());
    }

    @Test void addressOutOfReachIsRefused() {
        assertThrows(HvException.class, () -> GuestImages.flat("boot", new byte[1], 0x10_0000, Mode.REAL));
    }
}
