package hv.cpu.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** The x87 registers apart from instructions. */
class X87StateTests {
    private final X87State x87 = new X87State();

    @Test void errorSummaryFollowsFromExceptionsAndMasks() {
        x87.init();
        x87.status = X87State.ZE | X87State.C3;
        assertEquals(0x4004, x87.statusWord());
        x87.control(0x37B);
        assertEquals(0xC084, x87.statusWord());
    }

    @Test void statusWordTakesTopButNotErrorSummary() {
        x87.init();
        x87.statusWord(0xFFFF & ~X87State.EXCEPTIONS);
        assertEquals(7, x87.top);
        assertEquals(0x7F40, x87.statusWord());
    }

    @Test void controlWordHasNoReservedBits() {
        x87.control(0);
        assertEquals(0x40, x87.control());
        x87.control(0xFFFF);
        assertEquals(0x1F7F, x87.control());
    }

    @Test void resetLeavesEightZerosAndInitEightEmptyRegisters() {
        x87.setMmx(3, 42);
        x87.reset();
        assertArrayEquals(new long[8], x87.significands);
        assertArrayEquals(new int[8], x87.exponents);
        assertEquals(0xFF, x87.tags);
        x87.init();
        assertEquals(0, x87.tags);
        assertEquals(0x37F, x87.control());
    }

    @Test void anMmxRegisterIsASignificandWithAnExponentOfOnes() {
        x87.init();
        x87.top = 5;
        x87.enterMmx();
        x87.setMmx(6, 0x1234);
        assertEquals(0x1234, x87.significands[6]);
        assertEquals(0xFFFF, x87.exponents[6]);
        assertEquals(0, x87.top);
        assertEquals(0xFF, x87.tags);
    }

    @Test void aCopyIsComplete() {
        var registers = new Registers();
        registers.x87.setMmx(7, -1);
        registers.x87.statusWord(0x3D41);
        registers.x87.control(0x27F);
        registers.x87.tags = 0x81;
        registers.x87.fip = 1;
        registers.x87.fdp = 2;
        registers.x87.fcs = 3;
        registers.x87.fds = 4;
        registers.x87.fop = 5;
        registers.vector.xmm[31] = 6;
        registers.vector.mxcsr = 7;
        var copy = new Registers();
        copy.copyFrom(registers);
        assertEquals(-1, copy.x87.significands[7]);
        assertEquals(0xFFFF, copy.x87.exponents[7]);
        assertEquals(registers.x87.statusWord(), copy.x87.statusWord());
        assertEquals(0x27F, copy.x87.control());
        assertEquals("129 1 2 3 4 5", "%d %d %d %d %d %d".formatted(copy.x87.tags, copy.x87.fip, copy.x87.fdp, copy.x87.fcs, copy.x87.fds, copy.x87.fop));
        assertEquals(6, copy.vector.xmm[31]);
        assertEquals(7, copy.vector.mxcsr);
    }
}
