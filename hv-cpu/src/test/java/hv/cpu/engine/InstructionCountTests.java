package hv.cpu.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.cpu.semantics.Cpu;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Instructions are counted exactly, wherever blocks begin and end. */
class InstructionCountTests extends EngineTests {
    /** Four times INC EAX, then a jump back to the first. */
    private static final String COUNTING_LOOP = "again: times 4 inc eax; jmp again";

    @Test
    void theLimitIsMetAtEachInstructionOfALoop() {
        code(COUNTING_LOOP);
        for (int n = 1; n < 100; n++) {
            assertEquals(Stop.LIMIT, runTo(n));
            assertEquals(n, engine.retired());
            assertEquals(n, clock.ticks());
            assertEquals(n - n / 5, cpu.r[Cpu.RAX]);
            assertEquals(CODE + n % 5, cpu.rip);
        }
    }

    @Test
    void aDistantLimitIsMetThroughLinkedBlocks() {
        code(COUNTING_LOOP);
        runTo(3_000_003);
        assertEquals(3_000_003 - 600_000, cpu.r[Cpu.RAX]);
        assertEquals(CODE + 3, cpu.rip);
    }

    @Test
    void anAlarmFiresAtItsTick() {
        code(COUNTING_LOOP);
        clock.alarm(() -> log.add("alarm after %d with %d".formatted(engine.retired(), cpu.r[Cpu.RAX]))).at(1002);
        runTo(2000);
        assertEquals(List.of("alarm after 1002 with 802"), log);
    }

    @Test
    void aFaultCountsWhatCameBeforeIt() {
        code("times 3 inc eax; ud2; inc eax");
        code(0x2_0000, "jmp $");
        runTo(4);
        assertEquals(List.of("exception 6 at 10003 after 3"), log);
    }

    @Test
    void aMemoryMappedRegisterSeesTheExactTime() {
        code("inc eax; inc eax; mov ecx, [0xFEE00000]; inc eax; mov [0xFEE00004], ecx; inc eax");
        runTo(6);
        assertEquals(List.of("read fee00000 at tick 2", "write fee00004 at tick 4"), log);
    }

    @Test
    void theIterationsOfRepDrawOnTheLimit() {
        code("mov ecx, 100; mov edi, 0x4000; rep stosb; inc eax");
        runTo(12);
        assertEquals(90, cpu.r[Cpu.RCX]);
        assertEquals(CODE + 10, cpu.rip);
        runTo(102);
        assertEquals(0, cpu.r[Cpu.RCX]);
        assertEquals(CODE + 12, cpu.rip);
    }

    @Test
    void repInsideALoopIsCountedEachTime() {
        code("again: mov ecx, 3; mov edi, 0x4000; rep stosb; jmp again");
        runTo(6000);
        assertEquals(6000, engine.retired());
        assertEquals(CODE, cpu.rip);
        assertEquals(6000, clock.ticks());
    }

    @Test
    void aRepThatFaultsHasRetiredTheIterationsBefore() {
        cpu.segments[0].limit = 0x4004;
        cpu.modeChanged();
        code("mov ecx, 100; mov edi, 0x4000; rep stosb");
        code(0x2_0000, "jmp $");
        runTo(8);
        assertEquals(List.of("exception 13 at 1000a after 7"), log);
        assertEquals(95, cpu.r[Cpu.RCX]);
    }
}
