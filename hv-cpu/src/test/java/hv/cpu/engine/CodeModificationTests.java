package hv.cpu.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.cpu.semantics.Cpu;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Code that has been executed changes, and the change is executed. */
class CodeModificationTests extends EngineTests {
    @Test
    void aStoreChangesTheNextInstructionButOneOfItsOwnBlock() {
        code("mov byte [0x10008], 0x48; nop; inc eax; jmp $");
        cpu.r[Cpu.RAX] = 10;
        runTo(4);
        assertEquals(9, cpu.r[Cpu.RAX]);
    }

    @Test
    void aLoopThatIncrementsItsOwnImmediate() {
        code("again: mov eax, 0; inc byte [0x10001]; jmp again");
        runTo(3 * 7 + 1);
        assertEquals(7, cpu.r[Cpu.RAX]);
        assertEquals(3 * 7 + 1, engine.retired());
    }

    @Test
    void aFunctionOnAnotherPageIsRewrittenBetweenCalls() {
        code("again: call $+4096; mov byte [0x11000], 0x48; jmp again");
        code(CODE + 0x1000, "inc eax; ret");
        cpu.r[Cpu.RAX] = 100;
        runTo(5);
        assertEquals(101, cpu.r[Cpu.RAX]);
        runTo(15);
        assertEquals(99, cpu.r[Cpu.RAX]);
    }

    @Test
    void whatADeviceWritesIsExecuted() {
        code("again: inc eax; jmp again");
        clock.alarm(() -> ram.write(CODE, 1, 0x48)).at(100);
        runTo(200);
        assertEquals(0, cpu.r[Cpu.RAX]);
    }

    @Test
    void bothHalvesOfAStraddlingInstructionAreWatched() {
        long at = CODE + 0xFFE;
        cpu.rip = at;
        code(at, "again: db 5; dd 1; jmp again");                 // add eax, 1 with all four bytes of its immediate
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
        code("again: mov dword [0x10040], eax; inc eax; jmp again");
        runTo(300);
        assertEquals(99, ram.read(CODE + 0x40, 4));
        assertEquals(List.of(), log);
    }
}
