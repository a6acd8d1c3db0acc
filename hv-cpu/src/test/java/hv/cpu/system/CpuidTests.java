package hv.cpu.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CpuidTests {
    private static Machine ask(Machine m, long leaf, long subleaf) {
        m.c.r[0] = leaf;
        m.c.r[1] = subleaf;
        m.run("cpuid");
        return m;
    }

    private static Machine ask(long leaf, long subleaf) { return ask(Machine.long64(3), leaf, subleaf); }

    @Test
    void theVendorIsGenuineIntel() {
        var c = ask(0, 0).c;
        var text = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN).putInt((int) c.r[3]).putInt((int) c.r[2]).putInt((int) c.r[1]);
        assertEquals("GenuineIntel", new String(text.array(), StandardCharsets.US_ASCII));
    }

    @Test
    void theBrandStringSpansThreeLeaves() {
        var text = ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN);
        for (long leaf = 0x8000_0002L; leaf <= 0x8000_0004L; leaf++) {
            var c = ask(leaf, 0).c;
            text.putInt((int) c.r[0]).putInt((int) c.r[3]).putInt((int) c.r[1]).putInt((int) c.r[2]);
        }
        assertEquals("Intel(R) Xeon(R) hv Reference CPU @ 1.00GHz", new String(text.array(), StandardCharsets.US_ASCII).replace("\0", ""));
    }

    @Test
    void aLeafBeyondTheLastGivesTheLastBasicOne() {
        var last = ask(0x16, 0).c.r;
        for (long leaf : new long[] {0x17, 0x4000_0000L, 0x8000_0009L}) assertEquals(last[0], ask(leaf, 0).c.r[0]);
    }

    @Test
    void ecxChoosesASubleafWhereThereAreSome() {
        assertEquals(0x143, ask(4, 2).c.r[0]);
        assertEquals(0, ask(4, 3).c.r[0]);
        assertEquals(ask(1, 0).c.r[0], ask(1, 5).c.r[0]);
        assertEquals(0x207, ask(0xB, 1).c.r[1] & 0xF00 | ask(0xB, 7).c.r[1]);
    }

    @Test
    void osxsaveFollowsCr4() {
        var m = Machine.long64(0);
        assertEquals(0, ask(m, 1, 0).c.r[1] >>> 27 & 1);
        m.c.cr4 |= 1 << 18;
        assertEquals(1, ask(m, 1, 0).c.r[1] >>> 27 & 1);
    }
}
