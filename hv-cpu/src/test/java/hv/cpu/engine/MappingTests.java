package hv.cpu.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.cpu.semantics.Cpu;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Linked blocks follow the mapping of addresses. Linear page N of the first 2 MiB is page N, until a test changes it. */
class MappingTests extends EngineTests {
    /** add eax, 1 with all four bytes of its immediate. */
    private static final String LONG_ADD = "db 5; dd 1";

    private static final long DIRECTORY = 0x1000, TABLE = 0x2000;

    @BeforeEach
    void enablePaging() {
        ram.write(DIRECTORY, 4, TABLE | 7);
        for (int page = 0; page < 256; page++) map(page, page);
        cpu.cr3 = DIRECTORY;
        cpu.cr0 = 0x8000_0001L;
        cpu.modeChanged();
    }

    private void map(int page, int frame) { ram.write(TABLE + 4 * page, 4, frame << 12 | 7); }

    @Test
    void aLinkedBlockOnAnotherPageIsLeftWhenThePageMovesElsewhere() {
        code("jmp $+4096");
        code(CODE + 0x1000, "inc eax; jmp $-4097");
        code(0x5_0000, "dec eax; jmp $-4097");
        clock.alarm(() -> {
            map(0x11, 0x50);
            cpu.mem.flush();
        }).at(300);
        runTo(600);
        assertEquals(0, cpu.r[Cpu.RAX]);
    }

    /** A loop of a jump to INC EAX and a jump back; in the other frame it is DEC EAX. The page moves while the first jump is not linked yet. */
    @Test
    void blocksOfOnePageAreNotLinkedAcrossAMoveOfThePage() {
        code("jmp $+16");
        code(CODE + 0x10, "inc eax; jmp $-17");
        code(0x5_0000, "jmp $+16");
        code(0x5_0010, "dec eax; jmp $-17");
        move(1, 0x50);
        move(1000, 0x10);
        runTo(3000);
        assertEquals(667 - 333, cpu.r[Cpu.RAX]);
    }

    private void move(long tick, int frame) {
        clock.alarm(() -> {
            map(0x10, frame);
            cpu.mem.flush();
        }).at(tick);
    }

    @Test
    void oneFrameAtTwoAddressesIsTwoBlocks() {
        map(0x12, 0x11);
        code(CODE + 0x1000, "call $+5; pop eax; ret");
        code("call $+4096; mov ebx, eax; call $+8185");
        runTo(9);
        assertEquals(0x1_1005, cpu.r[Cpu.RBX]);
        assertEquals(0x1_2005, cpu.r[Cpu.RAX]);
    }

    @Test
    void theSecondHalfOfAnInstructionFaultsAtItsOwnPage() {
        cpu.rip = CODE + 0xFFE;
        code(CODE + 0xFFE, LONG_ADD);
        code(0x2_0000, "jmp $");
        ram.write(TABLE + 4 * 0x11, 4, 0);
        runTo(1);
        assertEquals("exception 14 at 10ffe after 0", log.getFirst());
    }

    @Test
    void anInstructionBeforeAnAbsentPageIsExecutedBeforeTheFault() {
        cpu.rip = CODE + 0xFFE;
        code(CODE + 0xFFE, "inc eax; inc eax");
        code(0x2_0000, "jmp $");
        ram.write(TABLE + 4 * 0x11, 4, 0);
        runTo(3);
        assertEquals("exception 14 at 11000 after 2", log.getFirst());
        assertEquals(2, cpu.r[Cpu.RAX]);
    }

    @Test
    void aStraddlingInstructionFollowsTheMappingOfItsSecondPage() {
        cpu.rip = CODE + 0xFFE;
        code(CODE + 0xFFE, "again: " + LONG_ADD + "; jmp again");
        code(0x5_0000, "db 1, 0, 0; jmp $-5");
        runTo(2);
        map(0x11, 0x50);
        cpu.mem.flush();
        runTo(4);
        assertEquals(0x102, cpu.r[Cpu.RAX]);
    }
}
