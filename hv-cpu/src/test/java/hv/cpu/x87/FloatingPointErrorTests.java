package hv.cpu.x87;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.api.x86.Gpr;
import hv.cpu.LogicalProcessor;
import hv.cpu.LogicalProcessor.RunResult;
import hv.cpu.SegmentName;
import hv.cpu.SegmentState;
import hv.cpu.SystemRegister;
import hv.cpu.platform.Bus;
import hv.cpu.platform.ProcessorProfiles;
import hv.cpu.platform.Ram;
import hv.cpu.platform.VirtualClock;
import hv.cpu.testing.Code;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** FERR# and IGNNE#: how x87 exceptions are reported with CR0.NE = 0. */
class FloatingPointErrorTests {
    private static final long CODE = 0x1_0000, HANDLER = 0x2_0000, NMI_HANDLER = 0x3_0000, IDT = 0x4000, STACK = 0x8000, IF = 1 << 9;
    private static final int LINE_13 = 0x75, NMI = 2;
    private static final String DIVIDE_BY_ZERO = "fninit; fldz; fld1; mov word [0x5000], 0x37B; fldcw [0x5000]; fdiv st, st(1); ";
    private static final int LENGTH = 23;

    private final Ram ram = new Ram(1 << 20);
    private final LogicalProcessor cpu = LogicalProcessor.create(ProcessorProfiles.load(ProcessorProfiles.REFERENCE), ram, new Chipset(), new VirtualClock());
    private int errors;
    private boolean interrupt;

    private final class Chipset implements Bus {
        @Override public int in(int port, int bytes) { return 0; }
        /** Port F0H. */
        @Override public void out(int port, int bytes, int value) { cpu.ignoreFloatingPointError(); }
        @Override public long read(long physical, int bytes) { return 0; }
        @Override public void write(long physical, int bytes, long value) {}
        @Override public boolean interruptPending() { return interrupt; }
        @Override public OptionalInt acknowledgeInterrupt() {
            interrupt = false;
            return OptionalInt.of(LINE_13);
        }
        @Override public void floatingPointError() {
            errors++;
            interrupt = true;
        }
    }

    @AfterEach void close() { ram.close(); }

    private RunResult run(long flags, String hex) {
        code(CODE, DIVIDE_BY_ZERO + hex);
        gate(LINE_13, HANDLER);
        gate(NMI, NMI_HANDLER);
        ram.write(0x1008, 8, 0x00CF_9B00_0000_FFFFL);
        cpu.set(SystemRegister.CR0, 0x11);
        cpu.set(SystemRegister.GDTR_BASE, 0x1000);
        cpu.set(SystemRegister.GDTR_LIMIT, 0xF);
        cpu.set(SystemRegister.IDTR_BASE, IDT);
        cpu.set(SystemRegister.IDTR_LIMIT, 0x7FF);
        cpu.set(SegmentName.CS, new SegmentState(8, 0, -1, 0xC09B));
        for (var name : new SegmentName[] {SegmentName.SS, SegmentName.DS, SegmentName.ES}) cpu.set(name, new SegmentState(16, 0, -1, 0xC093));
        cpu.apic().virtualWire();
        cpu.set(Gpr.RSP, STACK);
        cpu.rflags(2 | flags);
        cpu.rip(CODE);
        return cpu.run();
    }

    private void gate(int vector, long handler) { ram.write(IDT + 8 * vector, 8, handler >> 16 << 48 | 0x8E00_0000_0000L | 8 << 16 | handler & 0xFFFF); }

    private void code(long at, String text) {
        var code = Code.of(text, 32, at);
        ram.write(at, code, 0, code.length);
    }

    @Test void theProcessorFreezesBeforeTheNextWaitingInstruction() {
        assertEquals(RunResult.FROZEN, run(0, "nop; fwait; hlt"));
        assertEquals(CODE + LENGTH + 1, cpu.rip());
        assertEquals(1, errors);
        assertEquals(RunResult.FROZEN, cpu.run());
        assertEquals(1, errors, "FERR# has been low and stays low");
    }

    @Test void theInterruptComesBeforeTheInstructionWhichIsDoneThen() {
        code(HANDLER, "inc eax; fnclex; iret");
        assertEquals(RunResult.HALTED, run(IF, "fwait; cli; hlt"));
        assertEquals(1, cpu.get(Gpr.RAX));
        assertEquals(CODE + LENGTH, ram.read(STACK - 12, 4), "the return address");
        assertEquals(CODE + LENGTH + 3, cpu.rip());
    }

    @Test void anNmiEndsTheWaitToo() {
        code(NMI_HANDLER, "hlt");
        assertEquals(RunResult.FROZEN, run(0, "fwait; hlt"));
        cpu.nmi();
        assertEquals(RunResult.HALTED, cpu.run());
        assertEquals(NMI_HANDLER + 1, cpu.rip());
        assertEquals(CODE + LENGTH, ram.read(cpu.get(Gpr.RSP), 4), "the instruction is still to come");
    }

    @Test void aHandlerThatClearsNothingFreezesTheProcessorAgain() {
        code(HANDLER, "inc eax; iret");
        assertEquals(RunResult.FROZEN, run(IF, "fwait; hlt"));
        assertEquals(1, cpu.get(Gpr.RAX));
        assertEquals(1, errors);
    }

    @Test void ignneLetsInstructionsGoOnUntilTheExceptionIsCleared() {
        code(HANDLER, "inc eax; out 0xF0, al; iret");
        assertEquals(RunResult.HALTED, run(IF, "fwait; fld1; fwait; fnclex; " + DIVIDE_BY_ZERO + "fwait; cli; hlt"));
        assertEquals(2, cpu.get(Gpr.RAX));
        assertEquals(2, errors);
    }

    @Test void ignneWithoutFerrIsNothing() {
        code(HANDLER, "inc eax; fnclex; iret");
        assertEquals(RunResult.HALTED, run(IF, "out 0xF0, al; fwait; cli; hlt"), "before anything has waited");
        assertEquals(1, cpu.get(Gpr.RAX));
    }

    @Test void withNumericErrorTheChipsetHearsNothing() {
        gate(16, HANDLER);
        code(HANDLER, "hlt");
        assertEquals(RunResult.HALTED, run(0, "mov eax, cr0; or eax, 0x20; mov cr0, eax; fwait; hlt"), "CR0.NE");
        assertEquals(HANDLER + 1, cpu.rip());
        assertEquals(0, errors);
    }
}
