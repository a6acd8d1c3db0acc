package hv.cpu.simd;

import static hv.cpu.state.VectorState.MXCSR_INITIAL;
import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.api.x86.Cr4;
import hv.cpu.state.VectorState;
import org.junit.jupiter.api.Test;

/** Floating-point exceptions: what MXCSR shows, and what is raised. */
class ExceptionTests extends SimdTests {
    private static final String ADDPD = "addpd xmm0, xmm1", DIVPD = "divpd xmm0, xmm1", MULSD = "mulsd xmm0, xmm1", SUBSD = "subsd xmm0, xmm1";
    private static final int MASKED_BUT_PRECISION = MXCSR_INITIAL & ~(VectorState.PE << VectorState.MASK_SHIFT);

    private int flags() { return c.vector.mxcsr & VectorState.EXCEPTIONS; }

    @Test
    void exactResultsLeaveNoTrace() {
        doubles(0, 1.5, 0x1p60);
        doubles(1, 2.25, 1024);
        run(ADDPD);
        assertEquals(3.75, Double.longBitsToDouble(low(0)));
        assertEquals(0, flags());
    }

    @Test
    void roundingErrorsAreSeenInEachOperation() {
        for (String inexact : new String[] {"addsd xmm0, xmm1", SUBSD, MULSD, "divsd xmm0, xmm1", "sqrtsd xmm0, xmm1"}) {
            c.vector.mxcsr = MXCSR_INITIAL;
            doubles(0, 1 / 3.0, 0);
            doubles(1, 1e-5 + 3, 0);
            run(inexact);
            assertEquals(VectorState.PE, flags(), inexact);
        }
    }

    @Test
    void flagsAreSticky() {
        doubles(0, 1, 0);
        doubles(1, 0.1, 0);
        run(ADDPD);
        doubles(1, 0.5, 0);
        run(ADDPD);
        assertEquals(VectorState.PE, flags());
    }

    @Test
    void anUnmaskedExceptionLeavesTheDestinationAndSetsTheFlag() {
        c.vector.mxcsr = MASKED_BUT_PRECISION;
        doubles(0, 1, 1);
        doubles(1, 1, 0.1);
        assertFaults(SIMD_EXCEPTION, ADDPD);
        assertEquals(1.0, Double.longBitsToDouble(low(0)));
        assertEquals(VectorState.PE, flags());
        run("addsd xmm0, xmm1");
    }

    @Test
    void withoutOsxmmexcptItIsAnUndefinedOpcode() {
        c.cr4 &= ~Cr4.OSXMMEXCPT;
        c.vector.mxcsr = MASKED_BUT_PRECISION;
        doubles(0, 1, 1);
        doubles(1, 1, 0.1);
        assertFaults(UNDEFINED_OPCODE, ADDPD);
    }

    @Test
    void anUnmaskedExceptionBeforeTheComputationHidesThoseAfterIt() {
        c.vector.mxcsr = MXCSR_INITIAL & ~(VectorState.ZE << VectorState.MASK_SHIFT);
        doubles(0, 1, 1);
        doubles(1, 3, 0);
        assertFaults(SIMD_EXCEPTION, DIVPD);
        assertEquals(VectorState.ZE, flags());
        c.vector.mxcsr = MXCSR_INITIAL;
        run(DIVPD);
        assertEquals(VectorState.ZE | VectorState.PE, flags());
    }

    @Test
    void anUnmaskedComparisonLeavesTheFlagsOfTheProcessor() {
        c.vector.mxcsr = 0;
        c.flags.setStatus(0);
        doubles(0, Double.NaN, 0);
        assertFaults(SIMD_EXCEPTION, "comisd xmm0, xmm0");
        assertEquals(0, c.flags.status());
        run("ucomisd xmm0, xmm0");
        assertEquals(0x45, c.flags.status());
    }

    @Test
    void theFirstNanOfTwoIsTheResult() {
        xmm(0, 0x7FF0_0000_0000_0001L, 0);
        xmm(1, 0x7FF8_0000_0000_0002L, 0);
        run(SUBSD);
        assertEquals(0x7FF8_0000_0000_0001L, low(0));
        assertEquals(VectorState.IE, flags());
    }

    @Test
    void denormalsAreZerosAndResultsAreFlushedWhereMxcsrSaysSo() {
        c.vector.mxcsr = MXCSR_INITIAL | VectorState.DAZ;
        doubles(0, Double.MIN_VALUE, 0);
        doubles(1, Double.MIN_VALUE, 0);
        run("addsd xmm0, xmm1");
        assertEquals(0, low(0));
        assertEquals(0, flags());
        c.vector.mxcsr = MXCSR_INITIAL | VectorState.FTZ;
        doubles(0, Double.MIN_NORMAL, 0);
        doubles(1, -0.5, 0);
        run(MULSD);
        assertEquals(Long.MIN_VALUE, low(0));
        assertEquals(VectorState.UE | VectorState.PE, flags());
    }

    @Test
    void everyRoundingModeIsFollowed() {
        double[] expected = {0x1.999999999999ap-4, 0x1.9999999999999p-4, 0x1.999999999999ap-4, 0x1.9999999999999p-4};
        for (int mode = 0; mode < 4; mode++) {
            c.vector.mxcsr = MXCSR_INITIAL | mode << 13;
            doubles(0, 1, 0);
            doubles(1, 10, 0);
            run("divsd xmm0, xmm1");
            assertEquals(expected[mode], Double.longBitsToDouble(low(0)));
        }
    }

    @Test
    void whatDoesNotFitAnIntegerIsTheIndefiniteOne() {
        doubles(1, 0x1p31, 0);
        run("cvtsd2si ecx, xmm1");
        assertEquals(0x8000_0000L, c.r[1]);
        run("cvtsd2si rcx, xmm1");
        assertEquals(1L << 31, c.r[1]);
        doubles(1, Double.NaN, 0);
        run("cvttsd2si rcx, xmm1");
        assertEquals(Long.MIN_VALUE, c.r[1]);
        assertEquals(VectorState.IE, flags());
    }
}
