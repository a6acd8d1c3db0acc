package hv.cpu.x87;

import static hv.cpu.state.Registers.RAX;
import static hv.cpu.state.Registers.RCX;
import static hv.cpu.state.Registers.RDX;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The XSAVE feature set. */
class XsaveTests {
    private static final String XSAVE = "xsave64 [rbx]", XSAVEOPT = "xsaveopt64 [rbx]", XSAVEC = "xsavec64 [rbx]", XSAVES = "xsaves64 [rbx]",
            XRSTOR = "xrstor64 [rbx]",
            XRSTORS = "xrstors64 [rbx]", XGETBV = "xgetbv", XSETBV = "xsetbv";
    private static final int UD = 6, NM = 7, GP = 13, HEADER = 512;
    private static final long COMPACTED = 1L << 63;

    private final X87Bench b = new X87Bench(64);

    @BeforeEach void prepare() {
        b.c.r[RAX] = 3;
        for (int i = 0; i < HEADER; i += 8) b.write(i, 8, -1);
    }

    @AfterEach void close() { b.close(); }

    private void useBoth() {
        b.run("fldpi");
        b.c.vector.xmm[3] = 33;
    }

    @Test void savesWhatIsAskedForAndTellsWhatIsInUse() {
        useBoth();
        b.write(HEADER, 8, 0x100);
        b.run(XSAVE);
        assertEquals(0x103, b.read(HEADER, 8), "bits of components not asked for stay");
        assertEquals(0, b.read(HEADER + 8, 8));
        assertEquals(0xC90F_DAA2_2168_C235L, b.read(32, 8));
        assertEquals(33, b.read(160 + 24, 8));
        assertEquals(0xFFFF_0000_1F80L, b.read(24, 8));
    }

    @Test void aComponentAloneLeavesTheOthersPartOfTheAreaAlone() {
        useBoth();
        b.c.r[RAX] = 1;
        b.run(XSAVE);
        assertEquals(1, b.read(HEADER, 8));
        assertEquals(-1, b.read(24, 8), "MXCSR goes with SSE");
        assertEquals(-1, b.read(160, 8));
        b.c.r[RAX] = 6;
        b.write(0, 8, -1);
        b.run(XSAVE);
        assertEquals(3, b.read(HEADER, 8));
        assertEquals(-1, b.read(0, 8));
        assertEquals(0xFFFF_0000_1F80L, b.read(24, 8));
    }

    @Test void optimizedSavesSkipWhatHasItsInitialConfiguration() {
        b.c.vector.xmm[3] = 33;
        b.run(XSAVEOPT);
        assertEquals(2, b.read(HEADER, 8));
        assertEquals(-1, b.read(0, 8));
        assertEquals(33, b.read(160 + 24, 8));
    }

    @ParameterizedTest @ValueSource(strings = {XSAVEC, XSAVES})
    void compactedSavesWriteBothWordsOfTheHeader(String save) {
        b.run("fldpi");
        b.run(save);
        assertEquals(1, b.read(HEADER, 8));
        assertEquals(COMPACTED | 3, b.read(HEADER + 8, 8));
        assertEquals(-1, b.read(24, 8), "neither SSE state nor MXCSR is in use");
        b.c.vector.mxcsr = 0x1FBF;
        b.run(save);
        assertEquals(3, b.read(HEADER, 8), "MXCSR alone puts SSE state to use");
        assertEquals(0x1FBF, b.read(24, 4));
    }

    @Test void componentsAskedForButAbsentGetTheirInitialConfiguration() {
        useBoth();
        b.x.control(0x27F);
        b.c.vector.mxcsr = 0x1FBF;
        b.write(24, 4, 0x1F81);
        b.run(XRSTOR);
        assertEquals(0x37F, b.x.control());
        assertEquals("empty", b.st(0));
        assertEquals(0, b.x.significands[7]);
        assertEquals(0, b.c.vector.xmm[3]);
        assertEquals(0x1F81, b.c.vector.mxcsr, "MXCSR is loaded in the standard format even if XSTATE_BV[1] = 0");
    }

    @Test void inTheCompactedFormatAbsentSseMakesMxcsrInitialToo() {
        b.c.vector.mxcsr = 0x1FBF;
        b.write(HEADER + 8, 8, COMPACTED | 3);
        b.run(XRSTOR);
        assertEquals(0x1F80, b.c.vector.mxcsr);
    }

    @Test void aLoadedInstructionPointerIsSignExtendedButADataPointerIsNot() {
        b.write(8, 8, 0x1234_8000_0000_0001L);
        b.write(16, 8, 0x1234_8000_0000_0001L);
        b.write(24, 4, 0x1F80);
        b.write(HEADER, 8, 1);
        b.run(XRSTOR);
        assertEquals(0xFFFF_8000_0000_0001L, b.x.fip);
        assertEquals(0x1234_8000_0000_0001L, b.x.fdp);
    }

    @Test void componentsNotAskedForStay() {
        useBoth();
        b.c.r[RAX] = 0;
        b.run(XRSTOR);
        assertEquals("4000:c90fdaa22168c235", b.st(0));
        assertEquals(33, b.c.vector.xmm[3]);
    }

    @ParameterizedTest @CsvSource({XSAVE + "," + XRSTOR, XSAVEOPT + "," + XRSTOR, XSAVEC + "," + XRSTOR, XSAVES + "," + XRSTORS})
    void whatIsSavedIsRestored(String save, String restore) {
        useBoth();
        b.c.vector.mxcsr = 0x1F81;
        b.run(save);
        b.x.reset();
        b.c.vector.reset();
        b.run(restore);
        assertEquals("4000:c90fdaa22168c235", b.st(0));
        assertEquals(33, b.c.vector.xmm[3]);
        assertEquals(0x1F81, b.c.vector.mxcsr);
    }

    /** Offset in the header, bytes written there, and whether the other format allows it. */
    @ParameterizedTest @CsvSource({"0, 4", "8, 1", "8, 8000000000000004", "16, 1", "23, 1"})
    void reservedBitsOfTheHeaderFault(int offset, String value) {
        b.write(HEADER + (offset & ~7), 8, Long.parseUnsignedLong(value, 16));
        assertEquals(GP, b.fault(XRSTOR));
    }

    @Test void theRestOfTheHeaderCountsInTheCompactedFormatOnly() {
        b.write(24, 4, 0x1F80);
        b.write(HEADER + 24, 8, 1);
        b.run(XRSTOR);
        b.write(HEADER + 8, 8, COMPACTED | 3);
        assertEquals(GP, b.fault(XRSTOR));
        b.write(HEADER + 24, 8, 0);
        b.write(HEADER, 8, 1);
        b.write(HEADER + 8, 8, COMPACTED | 2);
        assertEquals(GP, b.fault(XRSTOR), "a component that the format lacks");
    }

    @Test void supervisorRestoresTakeTheCompactedFormatOnly() {
        assertEquals(GP, b.fault(XRSTORS));
        b.write(HEADER + 8, 8, COMPACTED | 3);
        b.run(XRSTORS);
    }

    @Test void supervisorInstructionsAreForRing0() {
        b.c.cpl = 3;
        assertEquals(GP, b.fault(XSAVES));
        assertEquals(GP, b.fault(XRSTORS));
    }

    @ParameterizedTest @ValueSource(strings = {XSAVE, XSAVEOPT, XSAVEC, XSAVES, XRSTOR, XRSTORS})
    void needTheOperatingSystemAlignmentAndNoTaskSwitch(String instruction) {
        b.write(HEADER + 8, 8, instruction.equals(XRSTORS) ? COMPACTED | 3 : 0);
        b.write(24, 4, 0x1F80);
        b.c.r[3] += 32;
        assertEquals(GP, b.fault(instruction));
        b.c.r[3] -= 32;
        b.c.cr0 |= X87Bench.TS;
        assertEquals(NM, b.fault(instruction));
        b.c.cr0 ^= X87Bench.TS | X87Bench.EM;
        b.run(instruction);
        b.c.cr4 = 1 << 9;
        assertEquals(UD, b.fault(instruction));
    }

    @Test void reservedBitsOfMxcsrFault() {
        b.write(24, 4, 0x1_0000);
        assertEquals(GP, b.fault(XRSTOR));
        b.c.r[RAX] = 1;
        b.run(XRSTOR);
    }

    @Test void xcr0EnablesX87AlwaysAndSseAtWill() {
        for (int value = 0; value < 8; value++) {
            b.c.r[RCX] = 0;
            b.c.r[RAX] = value;
            b.c.r[RDX] = 0;
            if (value == 1 || value == 3) b.run(XSETBV);
            else assertEquals(GP, b.fault(XSETBV));
        }
        assertEquals(3, b.c.xcr0);
    }

    @Test void xgetbvTellsWhatIsInUse() {
        b.c.r[RCX] = 1;
        b.c.vector.xmm[0] = 1;
        b.run(XGETBV);
        assertEquals(2, b.c.r[RAX]);
        b.run("fldz");
        b.run(XGETBV);
        assertEquals(3, b.c.r[RAX]);
        b.c.r[RCX] = 2;
        assertEquals(GP, b.fault(XGETBV));
    }
}
