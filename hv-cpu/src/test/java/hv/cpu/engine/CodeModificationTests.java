package hv.cpu.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.cpu.semantics.Cpu;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Code that has been executed changes, and the change is executed. */
class CodeModificationTests extends EngineTests {
    @Test
    void aStoreChangesTheNextInstructionButOneOfItsOwnBlock() {
        code("c6 05 08 00 01 00 48 90 40 eb fe");
        cpu.r[Cpu.RAX] = 10;
        runTo(4);
        assertEquals(9, cpu.r[Cpu.RAX]);
    }

    @Test
    void aLoopThatIncrementsItsOwnImmediate() {
        code("b8 00 00 00 00 fe 05 01 00 01 00 eb f3");
        runTo(3 * 7 + 1);
        assertEquals(7, cpu.r[Cpu.RAX]);
        assertEquals(3 * 7 + 1, engine.retired());
    }

    @Test
    void aFunctionOnAnotherPageIsRewrittenBetweenCalls() {
        code("e8 fb 0f 00 00 c6 05 00 10 01 00 48 eb f2");
        code(CODE + 0x1000, "40 c3");
        cpu.r[Cpu.RAX] = 100;
        runTo(5);
        assertEquals(101, cpu.r[Cpu.RAX]);
        runTo(15);
        assertEquals(99, cpu.r[Cpu.RAX]);
    }

    @Test
    void whatADeviceWritesIsExecuted() {
        code("40 eb fd");
        clock.alarm(() -> ram.write(CODE, 1, 0x48)).at(100);
        runTo(200);
        assertEquals(0, cpu.r[Cpu.RAX]);
    }

    @Test
    void bothHalvesOfAStraddlingInstructionAreWatched() {
        long at = CODE + 0xFFE;
        cpu.rip = at;
        code(at, "05 01 00 00 00 eb f9");
        runTo(2);
        assertEquals(1, cpu.r[Cpu.RAX]);
        ram.write(CODE + 0x1000, 1, 1);
        runTo(4);
        assertEquals(0x102, cpu.r[Cpu.RAX]);
        ram.write(at + 1, 1, 2);
        runTo(6);
        assertEquals(0x204, cpu.r[Cpu.RAX]);
    }

    @Test
    void dataBesideCodeCostsNoUnusualAccess() {
        code("89 05 40 00 01 00 40 eb f7");
        runTo(300);
        assertEquals(99, ram.read(CODE + 0x40, 4));
        assertEquals(List.of(), log);
    }
}
