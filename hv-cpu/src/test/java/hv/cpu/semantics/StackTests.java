package hv.cpu.semantics;

import static hv.cpu.state.Registers.RAX;
import static hv.cpu.state.Registers.RBP;
import static hv.cpu.state.Registers.RDI;
import static hv.cpu.state.Registers.RSI;
import static hv.cpu.state.Registers.RSP;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.api.x86.AccessRights;
import hv.cpu.state.Segment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StackTests {
    private static final int STACK_FAULT = 12, GENERAL_PROTECTION = 13;
    private static final int LIMIT = 0xFFF, READ_WRITE = 0x93;

    private final Bench bench = new Bench(32);
    private final Cpu c = bench.c;

    @AfterEach
    void close() { bench.close(); }

    private void stack(int limit, int size) {
        c.segments[Segment.SS].load(0x23, 0, limit, READ_WRITE | size);
        c.modeChanged();
    }

    /** PUSH, CALL, PUSHF, PUSHA, PUSH [mem], ENTER. */
    @ParameterizedTest
    @ValueSource(strings = {"push eax", "call $+5", "pushf", "pusha", "push [ebx]", "enter 4, 0", "enter 4, 3"})
    void aPushBeyondTheLimitChangesNoRegister(String push) {
        stack(LIMIT, AccessRights.DB);
        c.r[RSP] = 0x1003;
        c.r[RBP] = 0x800;
        var before = c.r.clone();
        assertEquals(STACK_FAULT, bench.fault(push));
        assertArrayEquals(before, c.r);
    }

    /** POP, RET, POPF, POPA, POP [mem], LEAVE. */
    @ParameterizedTest
    @ValueSource(strings = {"pop eax", "ret", "popf", "popa", "pop [ebx]", "leave"})
    void aPopBeyondTheLimitChangesNoRegister(String pop) {
        stack(LIMIT, AccessRights.DB);
        c.r[RSP] = c.r[RBP] = 0xFFD;
        var before = c.r.clone();
        assertEquals(STACK_FAULT, bench.fault(pop));
        assertArrayEquals(before, c.r);
    }

    @Test
    void aPopaThatMeetsTheLimitHalfwayKeepsWhatItHasLoaded() {
        stack(LIMIT, AccessRights.DB);
        c.r[RSP] = 0xFF0;
        for (int word = 0; word < 4; word++) bench.write(0xFF0 + 4 * word, 4, 0x100 + word);
        var expected = c.r.clone();
        expected[RDI] = 0x100;
        expected[RSI] = 0x101;
        expected[RBP] = 0x102;
        assertEquals(STACK_FAULT, bench.fault("popa"));
        assertArrayEquals(expected, c.r);
    }

    @Test
    void aPopWhoseDestinationFaultsKeepsTheStackPointer() {
        c.segments[Segment.DS].load(0x23, 0, LIMIT, READ_WRITE);
        c.modeChanged();
        c.r[RSP] = 0x2000;
        c.r[3] = 0x1000;
        assertEquals(GENERAL_PROTECTION, bench.fault("pop [ebx]"));
        assertEquals(0x2000, c.r[RSP]);
    }

    @Test
    void aStackOf16BitsWrapsAndLeavesTheUpperHalfOfEspAlone() {
        stack(0xFFFF, 0);
        c.r[RSP] = 0xABCD_0002L;
        c.r[RAX] = 0x1234_5678;
        bench.run("push ax");
        assertEquals(0xABCD_0000L, c.r[RSP]);
        bench.run("push ax");
        assertEquals(0xABCD_FFFEL, c.r[RSP]);
        assertEquals(0x5678, bench.read(0xFFFE, 2));
    }

    @Test
    void aNearCallOutsideTheCodeSegmentLeavesRspAlone() {
        c.segments[Segment.CS].limit = Bench.CODE + 0x100;
        c.modeChanged();
        c.r[RSP] = 0x2000;
        assertEquals(GENERAL_PROTECTION, bench.fault("call $+4101"));
        assertEquals(0x2000, c.r[RSP]);
    }

    @Test
    void aReturnToANonCanonicalAddressFaultsAtTheReturn() {
        try (var bench64 = new Bench(64)) {
            bench64.c.r[RSP] = 0x2000;
            bench64.write(0x2000, 8, 0x8000_0000_0000L);
            assertEquals(GENERAL_PROTECTION, bench64.fault("ret"));
            assertEquals(0x2000, bench64.c.r[RSP]);
        }
    }
}
