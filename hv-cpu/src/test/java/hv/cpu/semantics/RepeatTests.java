package hv.cpu.semantics;

import static hv.cpu.state.Registers.RAX;
import static hv.cpu.state.Registers.RCX;
import static hv.cpu.state.Registers.RDI;
import static hv.cpu.state.Registers.RSI;
import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.cpu.state.Segment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RepeatTests {
    private static final int GENERAL_PROTECTION = 13, READ_WRITE = 0x93;
    private static final String REP_MOVSB = "rep movsb", REP_MOVSD = "rep movsd", REP_STOSB = "rep stosb", REP_STOSD = "rep stosd",
            REP_STOSB_16 = "a16 rep stosb";

    private final Bench bench = new Bench(32);
    private final Cpu c = bench.c;

    @AfterEach
    void close() { bench.close(); }

    @Test
    void aFaultLeavesTheRegistersAtTheIterationThatFaulted() {
        c.segments[Segment.ES].load(0x23, 0, 0x1FFF, READ_WRITE);
        c.modeChanged();
        c.r[RDI] = 0x1FF0;
        c.r[RCX] = 100;
        assertEquals(GENERAL_PROTECTION, bench.fault(REP_STOSB));
        assertEquals(0x2000, c.r[RDI]);
        assertEquals(84, c.r[RCX]);
        assertEquals(16, c.extraRetired);
    }

    @Test
    void anElementThatStraddlesTheLimitIsNotStored() {
        c.segments[Segment.ES].load(0x23, 0, 0x1FFF, READ_WRITE);
        c.modeChanged();
        c.r[RDI] = 0x1FFA;
        c.r[RCX] = 4;
        c.r[RAX] = -1;
        assertEquals(GENERAL_PROTECTION, bench.fault(REP_STOSD));
        assertEquals(0x1FFE, c.r[RDI]);
        assertEquals(0, bench.read(0x1FFE, 2));
    }

    @Test
    void itStopsAtItselfWhenItsIterationsAreUsedUp() {
        c.iterations = 10;
        c.r[RDI] = 0x1000;
        c.r[RCX] = 25;
        bench.run(REP_STOSB);
        assertEquals(Bench.CODE, c.rip);
        assertEquals(15, c.r[RCX]);
        assertEquals(9, c.extraRetired);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0", "25, 24"})
    void eachIterationCountsAsAnInstructionAndNoneAsOne(int count, int extra) {
        c.r[RDI] = 0x1000;
        c.r[RCX] = count;
        bench.run(REP_STOSB);
        assertEquals(Bench.CODE + 2, c.rip);
        assertEquals(extra, c.extraRetired);
    }

    /** Across pages, misaligned, upwards and downwards in memory. */
    @ParameterizedTest
    @CsvSource({"100001, 120003", "120003, 100001", "100FFE, 123FFF"})
    void aMoveAcrossPagesMovesEveryElement(String from, String to) {
        long source = Long.parseLong(from, 16), target = Long.parseLong(to, 16);
        for (int i = 0; i < 3_000; i++) bench.write(source + 4 * i, 4, i * 0x9E37_79B9L);
        c.r[RSI] = source;
        c.r[RDI] = target;
        c.r[RCX] = 3_000;
        bench.run(REP_MOVSD);
        for (int i = 0; i < 3_000; i++) assertEquals(i * 0x9E37_79B9L & 0xFFFF_FFFFL, bench.read(target + 4 * i, 4));
        assertEquals(source + 12_000, c.r[RSI]);
        assertEquals(target + 12_000, c.r[RDI]);
        assertEquals(0, bench.read(target + 12_000, 1));
    }

    @Test
    void aMoveOntoItsOwnSourceSpreadsTheFirstElements() {
        bench.write(0x1000, 2, 0xBBAA);
        c.r[RSI] = 0x1000;
        c.r[RDI] = 0x1002;
        c.r[RCX] = 9_000;
        bench.run(REP_MOVSB);
        for (int i = 0; i < 9_002; i++) assertEquals(i % 2 == 0 ? 0xAA : 0xBB, bench.read(0x1000 + i, 1));
    }

    @Test
    void anOffsetOf16BitsWrapsWithinItsSegment() {
        c.r[RDI] = 0x5_FFFE;
        c.r[RCX] = 0x7_0004;
        c.r[RAX] = 0x55;
        bench.write(0x1_0000, 1, 0x11);
        bench.run(REP_STOSB_16);
        assertEquals(0x55, bench.read(0xFFFF, 1));
        assertEquals(0x5555, bench.read(0, 2));
        assertEquals(0x11, bench.read(0x1_0000, 1));
        assertEquals(0x5_0002, c.r[RDI]);
        assertEquals(0x7_0000, c.r[RCX]);
    }
}
