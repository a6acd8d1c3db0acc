package hv.cpu.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.api.x86.Cr0;
import hv.api.x86.Cr4;
import hv.cpu.state.X87State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings that operating systems must make before MMX and SSE instructions work, and the memory operands that these take. */
class AvailabilityTests extends SimdTests {
    private static final String ADDPS = "0f 58 c1", PADDB_MMX = "0f fc c1", LDMXCSR = "0f ae 10", MOVAPS_STORE = "0f 29 00", PADDB_XMM = "66 0f fc c1";

    @ParameterizedTest
    @ValueSource(strings = {ADDPS, PADDB_XMM, LDMXCSR, MOVAPS_STORE, "f3 0f d6 c1", "66 0f 2d c1"})
    void sseNeedsOsfxsrAndNoEmulation(String sse) {
        c.cr4 &= ~Cr4.OSFXSR;
        assertFaults(UNDEFINED_OPCODE, sse);
        c.cr0 |= Cr0.TS;
        assertFaults(UNDEFINED_OPCODE, sse);
        c.cr4 |= Cr4.OSFXSR;
        assertFaults(NOT_AVAILABLE, sse);
        c.cr0 |= Cr0.EM;
        assertFaults(UNDEFINED_OPCODE, sse);
    }

    @ParameterizedTest
    @ValueSource(strings = {PADDB_MMX, "0f 77", "0f 6f 00", "0f 7f 00", "0f e0 c1", "0f 38 1c c1"})
    void mmxNeedsNoOsfxsr(String mmx) {
        c.cr4 &= ~Cr4.OSFXSR;
        run(mmx);
        c.cr0 |= Cr0.TS;
        assertFaults(NOT_AVAILABLE, mmx);
        c.cr0 |= Cr0.EM;
        assertFaults(UNDEFINED_OPCODE, mmx);
    }

    @ParameterizedTest
    @ValueSource(strings = {PADDB_MMX, "0f 77", "0f 2d c1", "66 0f 2c c1", "0f 2a c1", "f2 0f d6 c1"})
    void aPendingX87ExceptionComesBeforeMmx(String mmx) {
        c.x87.control(0x37E);
        c.x87.status |= X87State.IE;
        assertFaults(FLOATING_POINT, mmx);
        run(ADDPS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0f 28 00", "0f 29 00", "66 0f 6f 00", "0f 58 00", "66 0f fc 00", "0f 2b 00", "66 0f 38 2a 00", "66 0f 38 dc 00", "f2 0f 7c 00"})
    void mostOperandsOfSixteenBytesMustBeAligned(String aligned) {
        run(aligned);
        c.r[0] = DATA + 8;
        assertFaults(GENERAL_PROTECTION, aligned);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0f 10 00", "0f 11 00", "f3 0f 6f 00", "f3 0f 7f 00", "f2 0f f0 00", "66 0f 3a 63 00 00", "f2 0f 12 00", "f3 0f e6 00", "66 0f d6 00"})
    void someMayLieAnywhere(String unaligned) {
        c.r[0] = DATA + 1;
        run(unaligned);
    }

    @Test
    void reservedBitsOfMxcsrCannotBeSet() {
        ram.write(DATA, 4, 0x1_1F80);
        assertFaults(GENERAL_PROTECTION, LDMXCSR);
        assertEquals(0x1F80, c.vector.mxcsr);
        ram.write(DATA, 4, 0xFFFF);
        run(LDMXCSR);
        assertEquals(0xFFFF, c.vector.mxcsr);
        run("0f ae 58 04");
        assertEquals(0xFFFF, ram.read(DATA + 4, 4));
    }

    @Test
    void mmxTakesTheX87RegistersAndEmmsGivesThemBack() {
        c.x87.top = 5;
        c.x87.tags = 1;
        run("0f 6f 08");
        assertEquals(0, c.x87.top);
        assertEquals(0xFF, c.x87.tags);
        assertEquals(0xFFFF, c.x87.exponents[1]);
        run("0f 77");
        assertEquals(0, c.x87.tags);
    }
}
