package hv.cpu.vmx;

import static hv.api.x86.VmcsField.*;
import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.api.x86.Gpr;
import hv.cpu.LogicalProcessor.RunResult;
import hv.cpu.SegmentName;
import hv.cpu.apic.LocalApics;
import hv.cpu.platform.Bus;
import hv.cpu.platform.ProcessorProfiles;
import hv.cpu.testing.VmxMachine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** INIT signals and start-up messages, outside VMX operation and in it. */
class SignalTests {
    private static final long SELF = 0xFEE0_0000L;
    private static final int INIT = 5 << 8, START_UP = 6 << 8, INIT_EXIT = 3, START_UP_EXIT = 4, HLT = 12, WAIT_FOR_SIPI = 3;
    private static final int APIC_BASE = 0x1B;

    /** A ROM of HLT below 4 GBytes. */
    private static final Bus ROM = new Bus() {
        @Override public int in(int port, int bytes) { return -1; }
        @Override public void out(int port, int bytes, int value) {}
        @Override public long read(long physical, int bytes) { return 0xF4; }
        @Override public void write(long physical, int bytes, long value) {}
    };

    private final VmxMachine machine = new VmxMachine(ProcessorProfiles.load(ProcessorProfiles.REFERENCE), ROM);
    private final LocalApics apics = new LocalApics();

    SignalTests() { machine.cpu.apic().join(apics); }

    @AfterEach
    void close() { machine.close(); }

    private void makeAnotherThanTheBootstrapProcessor() { machine.cpu.wrmsr(APIC_BASE, 0xFEE0_0800L); }

    @Test
    void initStartsTheBootstrapProcessorAnew() {
        machine.cpu.set(Gpr.RBX, 5);
        apics.message(SELF, INIT);
        assertEquals(RunResult.HALTED, machine.cpu.run());
        assertEquals(0xFFF1, machine.cpu.rip());
        assertEquals(0xFFFF_0000L, machine.cpu.get(SegmentName.CS).base());
        assertEquals(0, machine.cpu.get(Gpr.RBX));
        assertEquals(0x10, machine.cpu.cr0());
    }

    @Test
    void anotherProcessorWaitsForItsStartUpMessage() {
        makeAnotherThanTheBootstrapProcessor();
        machine.code(0x1_2000, "mov bl, 7; hlt");
        apics.message(SELF, INIT);
        assertEquals(RunResult.HALTED, machine.cpu.run());
        apics.message(SELF, START_UP | 0x12);
        assertEquals(RunResult.HALTED, machine.cpu.run());
        assertEquals(7, machine.cpu.get(Gpr.RBX));
        assertEquals(0x1200, machine.cpu.get(SegmentName.CS).selector());
        assertEquals(3, machine.cpu.rip());
    }

    @Test
    void aStartUpMessageIsLostOnAProcessorThatRuns() {
        machine.code(VmxMachine.CODE, "hlt");
        machine.cpu.rip(VmxMachine.CODE);
        apics.message(SELF, START_UP | 0x12);
        assertEquals(RunResult.HALTED, machine.cpu.run());
        assertEquals(VmxMachine.CODE + 1, machine.cpu.rip());
    }

    @Test
    void initInAGuestExitsAndChangesNothing() {
        machine.withGuest("nop; hlt");
        apics.message(SELF, INIT);
        assertEquals(INIT_EXIT, machine.launch());
        assertEquals(VmxMachine.CODE, machine.read(GUEST_RIP));
        assertEquals(HLT, machine.resume());
    }

    @Test
    void initIsBlockedInRootOperation() {
        machine.inVmxOperation();
        machine.code(VmxMachine.CODE, "hlt");
        machine.cpu.rip(VmxMachine.CODE);
        apics.message(SELF, INIT);
        assertEquals(RunResult.HALTED, machine.cpu.run());
        assertEquals(VmxMachine.CODE + 1, machine.cpu.rip());
    }

    @Test
    void aStartUpMessageExitsFromAGuestThatWaitsForIt() {
        machine.withGuest("hlt");
        machine.write(GUEST_ACTIVITY_STATE, WAIT_FOR_SIPI);
        apics.message(SELF, START_UP | 0x9A);
        assertEquals(START_UP_EXIT, machine.launch());
        assertEquals(0x9A, machine.read(EXIT_QUALIFICATION));
        assertEquals(WAIT_FOR_SIPI, machine.read(GUEST_ACTIVITY_STATE));
    }
}
