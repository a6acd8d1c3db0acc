package hv.cpu.performance;

import static hv.cpu.performance.CounterBench.*;
import static hv.cpu.testing.VmxMachine.CODE;
import static hv.cpu.testing.VmxMachine.FREE;
import static hv.cpu.testing.VmxMachine.IDT;
import static hv.cpu.testing.VmxMachine.STACK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.x86.Gpr;
import hv.cpu.ExtendedState;
import hv.cpu.LogicalProcessor.RunResult;
import hv.cpu.SystemRegister;
import hv.cpu.testing.VmxMachine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Counters of a processor that executes code, however the engine cuts it into blocks. */
class CountedCodeTests {
    private static final int LVT = 0x340, NMI = 4 << 8;
    /** INC RAX four times, then a jump back to the first. */
    private static final String LOOP = "again: times 4 inc rax; jmp again";
    private static final int INSTRUCTIONS_OF_LOOP = 5, INC_BYTES = 3;

    private final VmxMachine machine = new VmxMachine();

    @AfterEach
    void close() { machine.close(); }

    private void write(int msr, long value) { assertTrue(machine.cpu.wrmsr(msr, value)); }
    private long counter(int number) { return machine.cpu.rdpmc(number).orElseThrow(); }

    private void count(int number, long select, long from) {
        write(PMC0 + number, from);
        write(SELECT0 + number, select);
    }

    /** Starts at {@link VmxMachine#CODE}, with an NMI handler that halts. */
    private void start(String code) {
        machine.code(CODE, code).code(FREE, "hlt");
        machine.ram.write(IDT + 32, 8, FREE >> 16 << 48 | 0x8E00_0000_0000L | 8 << 16 | FREE & 0xFFFF);
        machine.cpu.set(SystemRegister.IDTR_BASE, IDT);
        machine.cpu.set(SystemRegister.IDTR_LIMIT, 0xFFF);
        machine.cpu.set(Gpr.RSP, STACK);
        machine.cpu.rip(CODE);
        machine.cpu.apic().write(LVT, 4, NMI);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 63, 64, 65, 1000, 1003, 700_002, 3_000_004})
    void anOverflowInterruptsAfterExactlyItsInstruction(int period) {
        start(LOOP);
        count(0, ON | INSTRUCTIONS | INTERRUPT, -period);
        assertEquals(RunResult.HALTED, machine.cpu.run());
        assertEquals(CODE + period % INSTRUCTIONS_OF_LOOP * INC_BYTES, machine.ram.read(STACK - 40, 8));
        assertEquals(period - period / INSTRUCTIONS_OF_LOOP, machine.cpu.get(Gpr.RAX));
        assertEquals(1, counter(0), "HLT of the handler");
    }

    /** STOSB of 50 bytes between two NOPs. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void repIsOneInstruction(int period) {
        start("nop; mov ecx, 50; rep stosb; times 4 nop");
        machine.cpu.set(Gpr.RDI, FREE + 0x100);
        count(0, ON | INSTRUCTIONS | INTERRUPT, -period);
        machine.cpu.run();
        assertEquals(CODE + new int[] {1, 6, 8, 9, 10}[period - 1], machine.ram.read(STACK - 40, 8));
        assertEquals(period < 3 ? 0 : 49, machine.cpu.retired() - 1 - period);
    }

    @Test
    void cyclesOverflowInTheMiddleOfRep() {
        start("nop; mov ecx, 50; rep stosb; nop; nop");
        machine.cpu.set(Gpr.RDI, FREE + 0x100);
        count(0, ON | CYCLES | INTERRUPT, -20);
        count(1, ON | INSTRUCTIONS, 0);
        machine.cpu.run();
        assertEquals(CODE + 6, machine.ram.read(STACK - 40, 8));
        assertEquals(0x32 - 18, machine.cpu.get(Gpr.RCX));
        assertEquals(2 + 1, counter(1), "it has not ended");
    }

    @Test
    void waitingIsNotCounted() {
        start("nop; hlt; nop; nop; hlt");
        machine.clock.alarm(machine.cpu::nmi).at(1_000_000);
        machine.code(FREE, "iretq");
        count(0, ON | CYCLES, 0);
        count(1, ON | INSTRUCTIONS, 0);
        machine.cpu.run();
        assertEquals(6, counter(0));
        assertEquals(6, counter(1));
        assertEquals(1_000_004, machine.clock.ticks());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 7, 1000, Long.MAX_VALUE})
    void whereARunIsInterruptedChangesNothing(long atOnce) {
        start("again: mov rcx, 10; mov edi, 0x141000; rep stosb; inc rbx; cmp rbx, 600; jne again; hlt");
        count(0, ON | INSTRUCTIONS, 0);
        count(1, ON | CYCLES | INTERRUPT, -4327);
        var result = RunResult.LIMIT;
        while (result == RunResult.LIMIT) {
            machine.cpu.limit(atOnce == Long.MAX_VALUE ? atOnce : machine.cpu.retired() + atOnce);
            result = machine.cpu.run();
        }
        assertEquals(RunResult.HALTED, result);
        assertEquals("4327 cycles, 1730 instructions, RIP 10000c, 5 left", "%d cycles, %d instructions, RIP %x, %d left".formatted(machine.cpu.retired() - 1,
                counter(0) - 1, machine.ram.read(STACK - 40, 8), machine.cpu.get(Gpr.RCX)));
    }

    @Test
    void theyAreKeptWithTheExtendedState() {
        start(LOOP);
        count(0, ON | CYCLES, 100);
        run(4);
        var kept = new ExtendedState();
        machine.cpu.save(kept);
        write(SELECT0, 0);
        write(PMC0, 0);
        run(50);
        machine.cpu.restore(kept);
        assertEquals(104, counter(0));
        run(3);
        assertEquals(107, counter(0));
    }

    private void run(int instructions) {
        machine.cpu.limit(machine.cpu.retired() + instructions);
        assertEquals(RunResult.LIMIT, machine.cpu.run());
    }

    @Test
    void resetForgetsThem() {
        count(0, ON | CYCLES, 5);
        write(GLOBAL, 1L << 32);
        machine.cpu.reset();
        assertEquals(0, counter(0));
        assertEquals(0, machine.cpu.rdmsr(SELECT0).orElseThrow());
        assertEquals(0xF, machine.cpu.rdmsr(GLOBAL).orElseThrow());
    }

    @Test
    void initKeepsThem() {
        count(0, ON | CYCLES, 5);
        machine.cpu.apic().write(0x310, 4, machine.cpu.apic().read(0x20, 4));
        machine.cpu.apic().write(0x300, 4, 5 << 8);
        machine.cpu.limit(0);
        machine.cpu.run();
        assertEquals(0xFFF0, machine.cpu.rip());
        assertEquals(ON | CYCLES, machine.cpu.rdmsr(SELECT0).orElseThrow());
    }
}
