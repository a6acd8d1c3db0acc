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
    private static final String ADDPS = "addps xmm0, xmm1", PADDB_MMX = "paddb mm0, mm1", LDMXCSR = "ldmxcsr [rax]", MOVAPS_STORE = "movaps [rax], xmm0",
            PADDB_XMM = "paddb xmm0, xmm1";

    @ParameterizedTest
    @ValueSource(strings = {ADDPS, PADDB_XMM, LDMXCSR, MOVAPS_STORE, "movq2dq xmm0, mm1", "cvtpd2pi mm0, xmm1"})
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
    @ValueSource(strings = {PADDB_MMX, "emms", "movq mm0, [rax]", "movq [rax], mm0", "pavgb mm0, mm1", "pabsb mm0, mm1"})
    void mmxNeedsNoOsfxsr(String mmx) {
        c.cr4 &= ~Cr4.OSFXSR;
        run(mmx);
        c.cr0 |= Cr0.TS;
        assertFaults(NOT_AVAILABLE, mmx);
        c.cr0 |= Cr0.EM;
        assertFaults(UNDEFINED_OPCODE, mmx);
    }

    @ParameterizedTest
    @ValueSource(strings = {PADDB_MMX, "emms", "cvtps2pi mm0, xmm1", "cvttpd2pi mm0, xmm1", "cvtpi2ps xmm0, mm1", "movdq2q mm0, xmm1"})
    void aPendingX87ExceptionComesBeforeMmx(String mmx) {
        c.x87.control(0x37E);
        c.x87.status |= X87State.IE;
        assertFaults(FLOATING_POINT, mmx);
        run(ADDPS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"movaps xmm0, [rax]", "movaps [rax], xmm0", "movdqa xmm0, [rax]", "addps xmm0, [rax]", "paddb xmm0, [rax]",
            "movntps [rax], xmm0", "movntdqa xmm0, [rax]", "aesenc xmm0, [rax]", "haddps xmm0, [rax]"})
    void mostOperandsOfSixteenBytesMustBeAligned(String aligned) {
        run(aligned);
        c.r[0] = DATA + 8;
        assertFaults(GENERAL_PROTECTION, aligned);
    }

    @ParameterizedTest
    @ValueSource(strings = {"movups xmm0, [rax]", "movups [rax], xmm0", "movdqu xmm0, [rax]", "movdqu [rax], xmm0", "lddqu xmm0, [rax]",
            "pcmpistri xmm0, [rax], 0", "movddup xmm0, [rax]", "cvtdq2pd xmm0, [rax]", "movq [rax], xmm0"})
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
        run("stmxcsr [rax+4]");
        assertEquals(0xFFFF, ram.read(DATA + 4, 4));
    }

    @Test
    void mmxTakesTheX87RegistersAndEmmsGivesThemBack() {
        c.x87.top = 5;
        c.x87.tags = 1;
        run("movq mm1, [rax]");
        assertEquals(0, c.x87.top);
        assertEquals(0xFF, c.x87.tags);
        assertEquals(0xFFFF, c.x87.exponents[1]);
        run("emms");
        assertEquals(0, c.x87.tags);
    }
}
