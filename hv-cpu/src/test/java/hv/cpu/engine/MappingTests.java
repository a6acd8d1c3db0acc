package hv.cpu.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.cpu.semantics.Cpu;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Linked blocks follow the mapping of addresses. Linear page N of the first 2 MiB is page N, until a test changes it. */
class MappingTests extends EngineTests {
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
        code("e9 fb 0f 00 00");
        code(CODE + 0x1000, "40 e9 fa ef ff ff");
        code(0x5_0000, "48 e9 fa ef ff ff");
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
        code("eb 0e");
        code(CODE + 0x10, "40 eb ed");
        code(0x5_0000, "eb 0e");
        code(0x5_0010, "48 eb ed");
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
        code(CODE + 0x1000, "e8 00 00 00 00 58 c3");
        code("e8 fb 0f 00 00 89 c3 e8 f4 1f 00 00");
        runTo(9);
        assertEquals(0x1_1005, cpu.r[Cpu.RBX]);
        assertEquals(0x1_2005, cpu.r[Cpu.RAX]);
    }

    @Test
    void theSecondHalfOfAnInstructionFaultsAtItsOwnPage() {
        cpu.rip = CODE + 0xFFE;
        code(CODE + 0xFFE, "05 01 00 00 00");
        code(0x2_0000, "eb fe");
        ram.write(TABLE + 4 * 0x11, 4, 0);
        runTo(1);
        assertEquals("exception 14 at 10ffe after 0", log.getFirst());
    }

    @Test
    void anInstructionBeforeAnAbsentPageIsExecutedBeforeTheFault() {
        cpu.rip = CODE + 0xFFE;
        code(CODE + 0xFFE, "40 40");
        code(0x2_0000, "eb fe");
        ram.write(TABLE + 4 * 0x11, 4, 0);
        runTo(3);
        assertEquals("exception 14 at 11000 after 2", log.getFirst());
        assertEquals(2, cpu.r[Cpu.RAX]);
    }

    @Test
    void aStraddlingInstructionFollowsTheMappingOfItsSecondPage() {
        cpu.rip = CODE + 0xFFE;
        code(CODE + 0xFFE, "05 01 00 00 00 eb f9");
        code(0x5_0000, "01 00 00 eb f9");
        runTo(2);
        map(0x11, 0x50);
        cpu.mem.flush();
        runTo(4);
        assertEquals(0x102, cpu.r[Cpu.RAX]);
    }
}
