package hv.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.api.x86.Event;
import hv.api.x86.Gpr;
import hv.cpu.LogicalProcessor.RunResult;
import hv.cpu.platform.Bus;
import hv.cpu.platform.ProcessorProfiles;
import hv.cpu.platform.Ram;
import hv.cpu.platform.VirtualClock;
import hv.cpu.testing.Code;
import hv.cpu.testing.VmxMachine;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The A20 gate, from the processor's side. */
class A20Tests {
    private static final int REAL_MODE_CODE = 0x9B, REAL_MODE_DATA = 0x93;
    private static final long EVEN = 0x20_0000, ODD = 0x30_0000;

    private final Ram ram = new Ram(4 << 20);
    /** The effect of a write to a port. */
    private Runnable gate = () -> { };

    private LogicalProcessor processor() {
        return LogicalProcessor.create(ProcessorProfiles.load(ProcessorProfiles.REFERENCE), ram, new Bus() {
            @Override public int in(int port, int bytes) { return 0; }
            @Override public void out(int port, int bytes, int value) { gate.run(); }
            @Override public void write(long physical, int bytes, long value) {}
            @Override public long read(long physical, int bytes) { return 0xF4; }
        }, new VirtualClock());
    }

    private void code(long at, String text) {
        var code = Code.of(text, 32, at);
        ram.write(at, code, 0, code.length);
    }

    /** Stores AX at FFFFH:0010H, which is 1 MByte or, with the gate closed, 0. */
    private LogicalProcessor storingAtOneMByte() {
        var cpu = processor();
        cpu.set(SegmentName.CS, new SegmentState(0, 0, 0xFFFF, REAL_MODE_CODE));
        cpu.set(SegmentName.DS, new SegmentState(0xFFFF, 0xFFFF0, 0xFFFF, REAL_MODE_DATA));
        ram.write(0x7C00, 4, 0xF4_0010_A3L);                               // mov [0010H], ax; hlt
        cpu.rip(0x7C00);
        cpu.set(Gpr.RAX, 0x55AA);
        return cpu;
    }

    @Test
    void addressesReachBeyondOneMByte() {
        assertEquals(RunResult.HALTED, storingAtOneMByte().run());
        assertEquals(0x55AA, ram.read(0x10_0000, 2));
        assertEquals(0, ram.read(0, 2));
    }

    @Test
    void addressesWrapWhileTheA20GateIsClosed() {
        var cpu = storingAtOneMByte();
        cpu.a20(false);
        assertEquals(RunResult.HALTED, cpu.run());
        assertEquals(0, ram.read(0x10_0000, 2));
        assertEquals(0x55AA, ram.read(0, 2));
    }

    @Test
    void openingTheGateTakesEffectAtOnce() {
        var cpu = storingAtOneMByte();
        var code = Code.of("mov [0x10], ax; out 0x92, al; inc ax; mov [0x10], ax; hlt", 16, 0x7C00);
        ram.write(0x7C00, code, 0, code.length);
        cpu.a20(false);
        gate = () -> cpu.a20(true);
        assertEquals(RunResult.HALTED, cpu.run());
        assertEquals(0x55AA, ram.read(0, 2));
        assertEquals(0x55AB, ram.read(0x10_0000, 2));
    }

    /** In 32-bit protected mode without paging, at a physical address. */
    private LogicalProcessor flatAt(long rip) {
        var cpu = processor();
        cpu.set(SystemRegister.CR0, 0x31);
        cpu.set(SegmentName.CS, new SegmentState(8, 0, -1, 0xC09B));
        for (var name : new SegmentName[] {SegmentName.SS, SegmentName.DS, SegmentName.ES}) cpu.set(name, new SegmentState(16, 0, -1, 0xC093));
        cpu.rip(rip);
        return cpu;
    }

    @Test
    void codeThatWasDecodedIsFetchedAnew() {
        code(ODD, "inc eax; out 0x92, al; inc eax; hlt");
        code(EVEN, "dec eax; out 0x92, al; dec eax; hlt");
        var cpu = flatAt(ODD);
        cpu.breakAt(OptionalLong.of(ODD + 4));
        assertEquals(2, raxAfter(cpu, ODD));
        gate = () -> cpu.a20(false);
        assertEquals(2, raxAfter(cpu, ODD), "one up, one down");
        assertEquals(0, raxAfter(cpu, ODD), "two down");
        gate = () -> cpu.a20(true);
        assertEquals(0, raxAfter(cpu, ODD), "one down, one up");
        assertEquals(2, raxAfter(cpu, ODD));
    }

    /** Up to the breakpoint. */
    private static long raxAfter(LogicalProcessor cpu, long code) {
        cpu.rip(code);
        assertEquals(RunResult.BREAKPOINT, cpu.run());
        return cpu.get(Gpr.RAX);
    }

    @Test
    void selfModifyingCodeIsSeenThroughTheWrap() {
        code(EVEN, "again: inc eax; mov dword [0x300000], 0xF4F4F4F4; jmp again");
        var cpu = flatAt(EVEN);
        cpu.a20(false);
        cpu.limit(100);
        assertEquals(RunResult.HALTED, cpu.run());
        assertEquals(1, cpu.get(Gpr.RAX));
    }

    @Test
    void pageTablesAreReachedThroughTheGateToo() {
        long tables = 0x10_1000;
        ram.write(tables, 4, 0x83);                                        // 4-MByte pages: the first at 0
        ram.write(tables ^ 1 << 20, 8, 0x83_0000_0083L);                   // where the gate leads to: the second too
        code(EVEN, "mov eax, [0x600000]; hlt");
        var cpu = flatAt(EVEN);
        cpu.set(SystemRegister.CR3, tables);
        cpu.set(SystemRegister.CR4, 0x10);
        cpu.set(SystemRegister.CR0, 0x8000_0031L);
        cpu.a20(false);
        assertEquals(RunResult.HALTED, cpu.run());
        assertEquals(0x6000_00A1L, cpu.get(Gpr.RAX), "the page at 0, by the table below 1 MByte");
    }

    @Test
    void vmxonFaultsWhileTheGateIsClosed() {
        try (var machine = new VmxMachine()) {
            machine.cpu.a20(false);
            assertEquals(new VmxResult.Faulted(Event.gp(0)), machine.cpu.vmxon(VmxMachine.VMXON));
            machine.cpu.a20(true);
            VmxMachine.succeeds(machine.cpu.vmxon(VmxMachine.VMXON));
        }
    }

    @Test
    void vmxonOfMachineCodeFaultsToo() {
        long pointer = 0x600, handler = VmxMachine.HOST_CODE ^ 1 << 20, code = 0x700;
        try (var machine = new VmxMachine()) {
            machine.ram.write(pointer, 8, VmxMachine.VMXON.value());
            machine.ram.write(VmxMachine.IDT + 16 * 13, 8, handler >> 16 << 48 | 0x8E00_0000_0000L | 8 << 16 | handler & 0xFFFF);
            machine.code(handler, "hlt").code(code, "vmxon [rsi]; hlt");
            machine.cpu.set(SystemRegister.IDTR_BASE, VmxMachine.IDT);
            machine.cpu.set(SystemRegister.IDTR_LIMIT, 0xFFF);
            machine.cpu.set(Gpr.RSI, pointer);
            machine.cpu.set(Gpr.RSP, 0x1_0000);
            machine.cpu.rip(code);
            machine.cpu.a20(false);
            assertEquals(RunResult.HALTED, machine.cpu.run());
            assertEquals(handler + 1, machine.cpu.rip());
            assertEquals(0, machine.ram.read(machine.cpu.get(Gpr.RSP), 8), "the error code");
        }
    }

    @Test
    void inVmxOperationTheGateWaitsForVmxoff() {
        try (var machine = new VmxMachine()) {
            VmxMachine.succeeds(machine.cpu.vmxon(VmxMachine.VMXON));
            machine.ram.write(0x600, 8, 0xE);
            machine.ram.write(0x10_0600, 8, 0xD);
            machine.code(0x700, "mov rax, [rsi]; hlt");
            machine.cpu.set(Gpr.RSI, 0x10_0600);
            machine.cpu.breakAt(OptionalLong.of(0x703));
            machine.cpu.a20(false);
            assertEquals(0xD, raxAfter(machine.cpu, 0x700));
            VmxMachine.succeeds(machine.cpu.vmxoff());
            assertEquals(0xE, raxAfter(machine.cpu, 0x700));
        }
    }
}
