package hv.cpu.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.x86.ExitReason;
import hv.cpu.state.Segment;
import org.junit.jupiter.api.Test;

/** Far JMP, CALL and RET, direct and through call gates. */
class FarTransferTests {
    private static String jmp(int selector) { return "jmp %d:0x7000".formatted(selector); }
    private static String call(int selector) { return "call %d:0x7000".formatted(selector); }

    private static Machine withGate(Machine m, int parameters, int dpl) {
        m.ram.write(Machine.GDT + Machine.CALL_GATE, 8, m.gate(Machine.KERNEL_CODE, Machine.HANDLER, 0x8C | dpl << 5) | (long) parameters << 32);
        return m;
    }

    @Test
    void aDirectJumpLoadsCodeSegmentAndOffset() {
        var m = Machine.protected32(0);
        m.run(jmp(Machine.KERNEL_CODE));
        assertEquals(0x7000, m.c.rip);
    }

    @Test
    void realModeJumpsByParagraph() {
        var m = Machine.real();
        m.run("jmp 0x700:0x10");
        assertEquals(0x7000, m.c.segments[Segment.CS].base);
        assertEquals(0x10, m.c.rip);
    }

    @Test
    void aConformingSegmentKeepsTheCallersLevel() {
        var m = Machine.protected32(3);
        m.run(jmp(Machine.CONFORMING));
        assertEquals(Machine.CONFORMING | 3, m.c.segments[Segment.CS].selector);
        assertEquals(3, m.c.cpl);
    }

    @Test
    void userCodeCannotJumpToKernelCode() { assertEquals("13(8)", Machine.protected32(3).fault(jmp(Machine.KERNEL_CODE))); }

    @Test
    void anAbsentCodeSegmentIsNamed() { assertEquals("11(70)", Machine.protected32(0).fault(jmp(Machine.ABSENT_CODE))); }

    @Test
    void aDataSegmentIsNoTarget() { assertEquals("13(10)", Machine.protected32(0).fault(jmp(Machine.KERNEL_DATA))); }

    @Test
    void aCallPushesSelectorAndReturnAddress() {
        var m = Machine.protected32(0);
        m.run(call(Machine.KERNEL_CODE));
        assertEquals(Machine.KERNEL_STACK - 8, m.c.r[4]);
        assertEquals(Machine.CODE + 7, m.stack(0, 4));
        assertEquals(Machine.KERNEL_CODE, m.stack(1, 4));
        m.run("retf");
        assertEquals(Machine.CODE + 7, m.c.rip);
        assertEquals(Machine.KERNEL_STACK, m.c.r[4]);
    }

    @Test
    void aGateToAnInnerLevelSwitchesStacksAndCopiesParameters() {
        var m = withGate(Machine.protected32(3), 2, 3);
        m.ram.write(Machine.USER_STACK, 4, 0x11);
        m.ram.write(Machine.USER_STACK + 4, 4, 0x22);
        m.run(call(Machine.CALL_GATE | 3));
        assertEquals(Machine.HANDLER, m.c.rip);
        assertEquals(0, m.c.cpl);
        assertEquals(Machine.KERNEL_STACK - 24, m.c.r[4]);
        assertEquals(Machine.USER_CODE, m.stack(1, 4));
        assertEquals(0x11, m.stack(2, 4));
        assertEquals(0x22, m.stack(3, 4));
        assertEquals(Machine.USER_STACK, m.stack(4, 4));
        assertEquals(Machine.USER_DATA, m.stack(5, 4));
    }

    @Test
    void retReleasesTheParametersOnBothStacks() {
        var m = withGate(Machine.protected32(3), 2, 3);
        m.run(call(Machine.CALL_GATE | 3));
        m.run("retf 8");
        assertEquals(3, m.c.cpl);
        assertEquals(Machine.CODE + 7, m.c.rip);
        assertEquals(Machine.USER_STACK + 8, m.c.r[4]);
    }

    @Test
    void aGateHasItsOwnPrivilege() { assertEquals("13(50)", withGate(Machine.protected32(3), 0, 0).fault(call(Machine.CALL_GATE | 3))); }

    @Test
    void aJumpThroughAGateStaysAtItsLevel() { assertEquals("13(8)", withGate(Machine.protected32(3), 0, 3).fault(jmp(Machine.CALL_GATE | 3))); }

    @Test
    void sixtyFourBitGatesHaveSixteenBytes() {
        var m = withGate(Machine.long64(3), 0, 3);
        m.ram.write(0x4000, 4, 0);
        m.ram.write(0x4004, 2, Machine.CALL_GATE | 3);
        m.run("call fword [0x4000]");
        assertEquals(Machine.HANDLER, m.c.rip);
        assertEquals(0, m.c.cpl);
        assertTrue(m.c.segments[Segment.SS].unusable());
        assertEquals(Machine.USER_STACK, m.stack(2, 8));
    }

    @Test
    void hardwareTasksExitInAGuestBeforeAnythingIsSaved() {
        var exit = Machine.protected32(0).guest().exit(jmp(Machine.TASK));
        assertEquals(ExitReason.TASK_SWITCH, exit.reason);
        assertEquals(Machine.TASK | 2L << 30, exit.qualification);
        assertEquals(7, exit.instructionLength);
    }

    @Test
    void aReturnSumsUpWhatItReleasesAsWideAsTheStackIs() {
        var m = Machine.long64(3);
        m.c.segments[Segment.CS].load(Machine.USER_CODE_32, 0, -1, 0xC0FB);
        m.c.segments[Segment.SS].load(Machine.USER_DATA, 0, -1, 0x80F3);
        m.c.modeChanged();
        m.ram.write(Machine.USER_STACK, 4, 0x7000);
        m.ram.write(Machine.USER_STACK + 4, 4, Machine.USER_CODE);
        m.run("retf 0xFFFC");
        assertTrue(m.c.long64);
        assertEquals(Machine.USER_STACK + 4, m.c.r[4]);
    }
}
