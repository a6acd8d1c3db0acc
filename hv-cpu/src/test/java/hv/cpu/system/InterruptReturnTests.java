package hv.cpu.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.x86.ExitReason;
import hv.api.x86.PinBasedControls;
import hv.api.x86.Rflags;
import hv.cpu.state.Segment;
import org.junit.jupiter.api.Test;

class InterruptReturnTests {
    private static final String IRETD = "iret", IRETQ = "iretq";

    private static Machine withStack(Machine m, int width, long... words) {
        for (int i = 0; i < words.length; i++) m.ram.write(m.c.r[4] + (long) i * width, width, words[i]);
        return m;
    }

    @Test
    void returnsWithinItsLevel() {
        var m = withStack(Machine.protected32(0), 4, 0x7000, Machine.KERNEL_CODE, 0x202 | Rflags.IOPL);
        m.run(IRETD);
        assertEquals(0x7000, m.c.rip);
        assertEquals(Machine.KERNEL_STACK + 12, m.c.r[4]);
        assertEquals(0x202 | Rflags.IOPL, m.c.flags.image());
    }

    @Test
    void returnsToUserCodeAndDropsKernelSegments() {
        var m = withStack(Machine.protected32(0), 4, 0x7000, Machine.USER_CODE, 0x202, Machine.USER_STACK, Machine.USER_DATA);
        m.run(IRETD);
        assertEquals(3, m.c.cpl);
        assertEquals(Machine.USER_STACK, m.c.r[4]);
        assertEquals(Machine.USER_DATA, m.c.segments[Segment.SS].selector);
        assertTrue(m.c.segments[Segment.DS].unusable());
    }

    /** IRET reads two bytes of SS from its slot of four: the other two may be beyond the segment limit. */
    @Test
    void readsTwoBytesOfTheStackSelector() {
        var m = withStack(Machine.protected32(0), 4, 0x7000, Machine.USER_CODE, 0x202, Machine.USER_STACK, Machine.USER_DATA);
        m.c.segments[Segment.SS].limit = Machine.KERNEL_STACK + 17;
        m.c.modeChanged();
        m.run(IRETD);
        assertEquals(Machine.USER_DATA, m.c.segments[Segment.SS].selector);
    }

    @Test
    void userCodeCannotRaiseIoplOrChangeIf() {
        var m = withStack(Machine.protected32(3), 4, 0x7000, Machine.USER_CODE, 0x202 | Rflags.IOPL | Rflags.DF);
        m.run(IRETD);
        assertEquals(2 | Rflags.DF, m.c.flags.image());
    }

    @Test
    void cannotReturnToAnInnerLevel() {
        assertEquals("13(8)", withStack(Machine.protected32(3), 4, 0x7000, Machine.KERNEL_CODE, 2).fault(IRETD));
    }

    @Test
    void entersVirtual8086Mode() {
        var m = withStack(Machine.protected32(0), 4, 0x10, 0x700, 2 | Rflags.VM | Rflags.IF, 0x100, 0x200, 0x300, 0x400, 0x500, 0x600);
        m.run(IRETD);
        assertTrue(m.c.virtual8086());
        assertEquals(3, m.c.cpl);
        assertEquals(0x7000, m.c.segments[Segment.CS].base);
        assertEquals(0x2000, m.c.segments[Segment.SS].base);
        assertEquals(0x300, m.c.segments[Segment.ES].selector);
        assertEquals(0x600, m.c.segments[Segment.GS].selector);
        assertEquals(0xF3, m.c.segments[Segment.DS].rights);
        assertEquals(0x100, m.c.r[4]);
        assertEquals(2, m.c.codeWidth);
    }

    @Test
    void sixtyFourBitCodeAlwaysPopsTheStackPointer() {
        var m = withStack(Machine.long64(0), 8, 0x7000, Machine.KERNEL_CODE, 2, 0x8800, 0);
        m.run(IRETQ);
        assertEquals(0x8800, m.c.r[4]);
        assertTrue(m.c.segments[Segment.SS].unusable());
    }

    @Test
    void returnsFromSixtyFourBitToCompatibilityMode() {
        var m = withStack(Machine.long64(0), 8, 0x7000, Machine.USER_CODE_32, 2, 0x9000, Machine.USER_DATA);
        m.run(IRETQ);
        assertFalse(m.c.long64);
        assertEquals(4, m.c.codeWidth);
        assertEquals(3, m.c.cpl);
    }

    @Test
    void userLevelNeedsARealStackSegment() {
        assertEquals("13(0)", withStack(Machine.long64(0), 8, 0x7000, Machine.USER_CODE, 2, 0x9000, 3).fault(IRETQ));
    }

    @Test
    void aNonCanonicalTargetFaults() {
        assertEquals("13(0)", withStack(Machine.long64(0), 8, 1L << 47, Machine.KERNEL_CODE, 2, 0x8800, Machine.KERNEL_DATA).fault(IRETQ));
    }

    @Test
    void nestedTaskInIa32eModeFaults() {
        var m = withStack(Machine.long64(0), 8, 0x7000, Machine.KERNEL_CODE, 2, 0x8800, 0);
        m.c.flags.setImage(2 | Rflags.NT);
        assertEquals("13(0)", m.fault(IRETQ));
    }

    @Test
    void aGuestsTaskReturnExits() {
        var m = Machine.protected32(0).guest();
        m.descriptor(Machine.ABSENT_DATA, 0x8B);
        m.ram.write(Machine.TSS, 2, Machine.ABSENT_DATA);
        m.c.flags.setImage(2 | Rflags.NT);
        var exit = m.exit(IRETD);
        assertEquals(ExitReason.TASK_SWITCH, exit.reason);
        assertEquals(Machine.ABSENT_DATA | 1L << 30, exit.qualification);
        assertEquals(1, exit.instructionLength);
    }

    @Test
    void unblocksNmiEvenIfItFaults() {
        var m = withStack(Machine.protected32(0), 4, 0x7000, 0, 2);
        m.c.interruptibility = 8;
        assertEquals("13(0)", m.fault(IRETD));
        assertEquals(0, m.c.interruptibility);
    }

    @Test
    void nmiExitingWithoutVirtualNmisKeepsBlocking() {
        var m = withStack(Machine.protected32(0), 4, 0x7000, Machine.KERNEL_CODE, 2).guest();
        m.c.vmx.pin = PinBasedControls.NMI_EXITING;
        m.c.interruptibility = 8;
        m.run(IRETD);
        assertEquals(8, m.c.interruptibility);
    }

    @Test
    void realModePopsThreeWords() {
        var m = withStack(Machine.real(), 2, 0x10, 0x700, 0x202);
        m.run(IRETD);
        assertEquals(0x7000, m.c.segments[Segment.CS].base);
        assertEquals(0x10, m.c.rip);
        assertEquals(0x202, m.c.flags.image());
    }
}
