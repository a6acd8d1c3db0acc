package hv.cpu.x87;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.cpu.state.X87State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** FSTENV, FLDENV, FSAVE and FRSTOR in their four layouts. */
class EnvironmentTests {
    private static final String FNSTENV = "fnstenv [rbx]", FLDENV = "fldenv [rbx]", FNSAVE = "fnsave [rbx]", FRSTOR = "frstor [rbx]";

    private static String of(String instruction, int width) { return "o" + 8 * width + " " + instruction; }

    private static void fill(X87Bench b) {
        b.run("fldpi");
        b.run("fldz");
        b.push(0x7FFF, 0xC000_0000_0000_0001L);
        b.push(0, 5);
        b.x.control(0xA5A);
        b.x.status |= X87State.C3 | X87State.C0;
        b.x.fip = 0x1_2345;
        b.x.fdp = 0x5_4321;
        b.x.fop = 0x2AB;
    }

    @ParameterizedTest @CsvSource({"16,2", "16,4", "32,2", "32,4", "64,2", "64,4"})
    void whatIsStoredIsLoadedAgain(int codeWidth, int width) {
        try (var b = new X87Bench(codeWidth)) {
            b.c.r[3] = 0x4000;
            fill(b);
            var saved = new X87State();
            saved.copyFrom(b.x);
            b.run(of(FNSAVE, width));
            assertEquals("empty", b.st(0));
            assertEquals(0x37F, b.x.control());
            b.x.clearRegisters();
            b.run(of(FRSTOR, width));
            assertEquals(saved.control(), b.x.control());
            assertEquals(saved.statusWord(), b.x.statusWord());
            assertEquals(saved.tags, b.x.tags);
            for (int i = 0; i < 8; i++) assertEquals(saved.significands[i] + ":" + saved.exponents[i], b.x.significands[i] + ":" + b.x.exponents[i]);
            boolean opcode = codeWidth == 16 || width == 4;
            assertEquals(opcode ? 0x2AB : 0, b.x.fop);
            assertEquals(width == 2 && codeWidth != 16 ? 0x2345 : 0x1_2345, b.x.fip);
        }
    }

    /** 14 bytes and eight registers of 10 bytes; one that lay across the end of the segment would fault. */
    @Test void theImageGoesOnAtTheBeginningOfASegmentOf64KBytes() {
        try (var b = new X87Bench(16)) {
            b.c.r[3] = 0xFFF2;
            fill(b);
            long significand = b.x.significands[b.x.top];
            b.run(of(FNSAVE, 2));
            assertEquals(0xA5A, b.ram.read(0xFFF2, 2));
            assertEquals(significand, b.ram.read(0, 8));
            assertEquals(0, b.ram.read(0x1_0000, 8));
            b.run(of(FRSTOR, 2));
            assertEquals(significand, b.x.significands[b.x.top]);
            b.c.r[3] = 0xFFF0;
            assertEquals(13, b.fault(of(FNSAVE, 2)));
        }
    }

    @Test void theProtected32BitImageHasTagsThatTellWhatRegistersHold() {
        try (var b = new X87Bench(32)) {
            fill(b);
            b.run(FNSTENV);
            assertEquals(0xFFFF_0A5AL, b.read(0, 4));
            assertEquals(0xFFFF_6100L, b.read(4, 4));
            // R7 valid (pi), R6 zero, R5 special (NaN), R4 special (denormal), R3 to R0 empty
            assertEquals(0xFFFF_1AFFL, b.read(8, 4));
            assertEquals(0x1_2345, b.read(12, 4));
            assertEquals(0x2AB_0000L, b.read(16, 4));
            assertEquals(0x5_4321, b.read(20, 4));
            assertEquals(0xFFFF_0000L, b.read(24, 4));
        }
    }

    @Test void theRealModeImageHasLinearAddresses() {
        try (var b = new X87Bench(16)) {
            fill(b);
            b.x.fip = 0x2345;
            b.x.fcs = 0xF000;
            b.x.fdp = 0x4321;
            b.x.fds = 0x1000;
            b.run(of(FNSTENV, 2));
            assertEquals(0x2345, b.read(6, 2));
            assertEquals(0xF2AB, b.read(8, 2));
            assertEquals(0x4321, b.read(10, 2));
            assertEquals(0x1000, b.read(12, 2));
        }
    }

    @Test void storingTheEnvironmentMasksAllExceptions() {
        try (var b = new X87Bench(64)) {
            b.x.control(0x340);
            b.x.status = X87State.IE;
            b.run(FNSTENV);
            assertEquals(0x37F, b.x.control());
            assertEquals(1, b.x.statusWord());
            assertEquals(0x8081, b.read(4, 2));
        }
    }

    @Test void onlyWhetherATagIsEmptyCounts() {
        try (var b = new X87Bench(64)) {
            b.write(8, 4, 0xFFFF_8DC1);   // 10 00 11 01 11 00 00 01
            b.run(FLDENV);
            assertEquals(0b1101_0111, b.x.tags);
            b.run(FNSTENV);
            assertEquals(0x5DD5, (int) b.read(8, 2), "all registers hold 0");
        }
    }

    @Test void aLoadedExceptionWaitsIfItIsUnmasked() {
        try (var b = new X87Bench(64)) {
            b.write(0, 4, 0x37E);
            b.write(4, 4, 1);
            b.run(FLDENV);
            assertEquals(0x8081, b.x.statusWord());
            assertEquals(16, b.fault("fwait"));
        }
    }
}
