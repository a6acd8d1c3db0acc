package hv.cpu.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.cpu.semantics.Cpu;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Code that has run so often that it has been specialised in every way there is still faults, counts and changes as it did before. */
class HotCodeTests extends EngineTests {
    private static final int TURNS = 100_000;

    @Test
    void aFaultInTheMiddleOfAHotBlockIsExact() {
        code("again: xor edx, edx; mov eax, edi; div ecx; inc edi; dec ecx; jmp again");
        cpu.r[Cpu.RCX] = TURNS;
        runTo(6 * TURNS + 3);
        assertEquals(List.of("exception 0 at 10004 after " + (6 * TURNS + 2)), log);
        assertEquals(TURNS, cpu.r[Cpu.RDI]);
    }

    @Test
    void anAccessBesideRamInAHotBlockHappensAtItsTime() {
        code("again: inc esi; mov al, [esi]; nop; jmp again");
        cpu.r[Cpu.RSI] = ram.bytes() - TURNS - 1;
        runTo(4 * (TURNS + 1));
        assertEquals(List.of("read 100000 at tick " + (4 * TURNS + 1)), log);
    }

    @Test
    void hotCodeThatIsRewrittenIsExecutedAnew() {
        code("again: inc eax; jmp again");
        clock.alarm(() -> ram.write(CODE, 1, 0x48)).at(2 * TURNS);
        runTo(4 * TURNS);
        assertEquals(0, cpu.r[Cpu.RAX]);
    }

    @Test
    void theLimitEndsAHotBlockInItsMiddle() {
        code("again: times 9 inc eax; jmp again");
        runTo(10L * TURNS + 5);
        assertEquals(9L * TURNS + 5, cpu.r[Cpu.RAX]);
        assertEquals(CODE + 5, cpu.rip);
    }
}
