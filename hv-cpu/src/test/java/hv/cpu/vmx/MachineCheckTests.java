package hv.cpu.vmx;

import static hv.api.x86.VmcsField.*;
import static hv.cpu.testing.VmxMachine.CODE;
import static hv.cpu.testing.VmxMachine.HOST_CODE;
import static hv.cpu.testing.VmxMachine.HOST_STACK;
import static hv.cpu.testing.VmxMachine.STACK;
import static hv.cpu.testing.VmxMachine.fails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.x86.Gpr;
import hv.cpu.LogicalProcessor.RunResult;
import hv.cpu.MachineCheckError;
import hv.cpu.MachineCheckError.Moment;
import hv.cpu.SegmentName;
import hv.cpu.SegmentState;
import hv.cpu.SystemRegister;
import hv.cpu.VmxResult;
import hv.cpu.testing.VmxMachine;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Hardware errors: what is logged, and #MC outside VMX operation, in a guest, and in the middle of a VM entry. */
class MachineCheckTests {
    private static final int EXCEPTION = 0, HLT = 12, MACHINE_CHECK = 18, SHUTDOWN = 2, IN_HLT = 1, BANK = 1, CODE_OF_ERROR = 0x0001_0135;
    private static final long ENTRY_FAILED = 1L << 31 | 41, VALID = 1L << 31, CR4_MCE = 1 << 6, RF = 1 << 16;
    private static final int MCG_STATUS = 0x17A, CONTROL = 0x404, STATUS = 0x405, ADDRESS = 0x406;
    private static final long RIPV = 1, MCIP = 4, VAL = 1L << 63, OVER = 1L << 62, UC = 1L << 61, EN = 1L << 60, ADDRV = 1L << 58, PCC = 1L << 57;
    private static final long HANDLER = HOST_CODE + 0x1000, NMI_HANDLER = HOST_CODE + 0x2000;
    private static final MachineCheckError ERROR = error(Moment.NOW, false), IN_ENTRY = error(Moment.VM_ENTRY, false);

    private final VmxMachine machine = new VmxMachine();

    private static MachineCheckError error(Moment when, boolean corrupt) {
        return new MachineCheckError(BANK, CODE_OF_ERROR, 3, OptionalLong.of(0x1234), corrupt, when);
    }

    @BeforeEach
    void errorsAreSignalledAndHandled() {
        machine.cpu.set(SystemRegister.CR4, machine.cpu.cr4() | CR4_MCE);
        machine.cpu.wrmsr(CONTROL, -1);
        machine.cpu.set(SystemRegister.IDTR_BASE, VmxMachine.IDT);
        machine.cpu.set(SystemRegister.IDTR_LIMIT, 0xFFF);
        machine.cpu.set(Gpr.RSP, HOST_STACK);
        gate(MACHINE_CHECK, HANDLER);
        gate(2, NMI_HANDLER);
        machine.code(CODE, "nop; hlt").code(HANDLER, "hlt").code(NMI_HANDLER, "hlt").code(HOST_CODE, "hlt");
        machine.cpu.rip(CODE);
    }

    @AfterEach
    void close() { machine.close(); }

    private void gate(int vector, long at) {
        machine.ram.write(VmxMachine.IDT + 16L * vector, 8, at >> 16 << 48 | 0x8E00_0000_0000L | 8 << 16 | at & 0xFFFF);
    }

    private long msr(int index) { return machine.cpu.rdmsr(index).orElseThrow(); }
    private long pushed(long stack, int word) { return machine.ram.read(stack - 40 + 8 * word, 8); }

    // ---- outside VMX operation ----
    @Test
    void itIsAnExceptionBeforeTheNextInstruction() {
        assertTrue(machine.cpu.machineCheck(ERROR));
        assertEquals(RunResult.HALTED, machine.cpu.run());
        assertEquals(HANDLER + 1, machine.cpu.rip());
        assertEquals(CODE, pushed(HOST_STACK, 0));
        assertEquals(0, pushed(HOST_STACK, 2) & RF);
        assertEquals(HOST_STACK - 40, machine.cpu.get(Gpr.RSP));
        assertEquals(MCIP | RIPV, msr(MCG_STATUS));
    }

    @Test
    void theBankTellsOfIt() {
        machine.cpu.machineCheck(ERROR);
        assertEquals(VAL | UC | EN | ADDRV | CODE_OF_ERROR, msr(STATUS));
        assertEquals(0x1234, msr(ADDRESS));
        assertEquals(0, msr(MCG_STATUS));
        assertTrue(machine.cpu.wrmsr(STATUS, 0));
        assertFalse(machine.cpu.wrmsr(STATUS, VAL));
    }

    @Test
    void aBankThatHoldsOneKeepsIt() {
        machine.cpu.machineCheck(ERROR);
        machine.cpu.machineCheck(new MachineCheckError(BANK, 0x136, 3, OptionalLong.of(0x5678), false, Moment.NOW));
        assertEquals(VAL | OVER | UC | EN | ADDRV | CODE_OF_ERROR, msr(STATUS));
        assertEquals(0x1234, msr(ADDRESS));
    }

    @Test
    void theProgramCannotGoOnWhereTheStateIsLost() {
        machine.cpu.machineCheck(error(Moment.NOW, true));
        assertEquals(RunResult.HALTED, machine.cpu.run());
        assertEquals(MCIP, msr(MCG_STATUS));
        assertEquals(VAL | UC | EN | ADDRV | PCC | CODE_OF_ERROR, msr(STATUS));
    }

    @Test
    void oneThatIsNotEnabledIsLoggedAlone() {
        machine.cpu.wrmsr(CONTROL, ~8L);
        assertFalse(machine.cpu.machineCheck(ERROR));
        assertEquals(RunResult.HALTED, machine.cpu.run());
        assertEquals(CODE + 2, machine.cpu.rip());
        assertEquals(VAL | UC | ADDRV | CODE_OF_ERROR, msr(STATUS));
        assertEquals(0, msr(MCG_STATUS));
    }

    @Test
    void thereAreAsManyBanksAsTheProcessorTells() {
        int banks = (int) msr(0x179) & 0xFF;
        var beyond = new MachineCheckError(banks, 0, 0, OptionalLong.empty(), false, Moment.NOW);
        assertThrows(IllegalArgumentException.class, () -> machine.cpu.machineCheck(beyond));
    }

    @Test
    void withoutCr4MceItShutsDown() {
        machine.cpu.set(SystemRegister.CR4, machine.cpu.cr4() & ~CR4_MCE);
        machine.cpu.machineCheck(ERROR);
        assertEquals(RunResult.SHUTDOWN, machine.cpu.run());
        assertEquals(CODE, machine.cpu.rip());
        assertEquals(List.of("a machine check came with CR4.MCE = 0, or before an earlier one had been dealt with (MCIP of IA32_MCG_STATUS)",
                "machine-check bank 1: IA32_MC1_STATUS is B400000000010135H"), machine.cpu.explainExit());
    }

    @Test
    void aSecondOneBeforeTheFirstIsDealtWithShutsDown() {
        machine.cpu.machineCheck(ERROR);
        assertEquals(RunResult.HALTED, machine.cpu.run());
        machine.cpu.machineCheck(ERROR);
        assertEquals(RunResult.SHUTDOWN, machine.cpu.run());
        assertEquals(HANDLER + 1, machine.cpu.rip());
    }

    @Test
    void itComesBeforeAnNmiAndEndsHlt() {
        machine.cpu.rip(CODE + 1);
        assertEquals(RunResult.HALTED, machine.cpu.run());
        machine.cpu.nmi();
        machine.cpu.machineCheck(ERROR);
        assertEquals(RunResult.HALTED, machine.cpu.run());
        assertEquals(NMI_HANDLER + 1, machine.cpu.rip());
        assertEquals(HANDLER, machine.ram.read(machine.cpu.get(Gpr.RSP), 8));
        assertEquals(CODE + 2, pushed(HOST_STACK, 0));
    }

    @Test
    void resetForgetsOneThatWaits() {
        machine.cpu.machineCheck(ERROR);
        machine.cpu.reset();
        machine.cpu.set(SegmentName.CS, new SegmentState(0, 0, 0xFFFF, 0x9B));
        machine.code(0x7000, "hlt");
        machine.cpu.rip(0x7000);
        assertEquals(RunResult.HALTED, machine.cpu.run());
        assertEquals(0x7001, machine.cpu.rip());
        assertEquals(0, msr(MCG_STATUS));
        assertEquals(0, msr(STATUS));
    }

    // ---- in a guest ----
    /** Stops a guest before its first instruction, where it can meet events. */
    private void guest(String code) {
        machine.withGuest(code);
        machine.set(PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, 1 << 7);
        machine.cpu.pause();
        assertEquals(VmxResult.PAUSED, machine.cpu.vmlaunch());
        machine.cpu.machineCheck(ERROR);
    }

    private long goOn() {
        assertEquals(RunResult.VM_EXIT, machine.cpu.run());
        return machine.read(EXIT_REASON);
    }

    @Tag("EVT-001")
    @Test
    void itExitsByItsBitOfTheExceptionBitmap() {
        machine.withGuest();
        machine.write(EXCEPTION_BITMAP, 1 << MACHINE_CHECK);
        machine.write(GUEST_ACTIVITY_STATE, IN_HLT);
        machine.cpu.pause();
        assertEquals(VmxResult.PAUSED, machine.cpu.vmlaunch());
        machine.cpu.machineCheck(ERROR);
        assertEquals(EXCEPTION, goOn());
        assertEquals(VALID | 0x300 | MACHINE_CHECK, machine.read(VM_EXIT_INTERRUPTION_INFORMATION));
        assertEquals(0, machine.read(EXIT_QUALIFICATION));
        assertEquals(CODE, machine.read(GUEST_RIP));
        assertEquals(2, machine.read(GUEST_RFLAGS));
        assertEquals(IN_HLT, machine.read(GUEST_ACTIVITY_STATE));
        assertEquals(0, machine.read(IDT_VECTORING_INFORMATION) & VALID);
        assertEquals(MCIP | RIPV, msr(MCG_STATUS));
    }

    @Tag("EVT-001")
    @Test
    void anExitLeavesDebugExceptionsPending() {
        machine.withGuest();
        machine.write(EXCEPTION_BITMAP, 1 << MACHINE_CHECK | 1 << 1);
        machine.write(GUEST_INTERRUPTIBILITY_STATE, 2);
        machine.write(GUEST_PENDING_DEBUG_EXCEPTIONS, 0x1001);
        machine.cpu.pause();
        assertEquals(VmxResult.PAUSED, machine.cpu.vmlaunch());
        machine.cpu.machineCheck(ERROR);
        assertEquals(EXCEPTION, goOn());
        assertEquals(0x1001, machine.read(GUEST_PENDING_DEBUG_EXCEPTIONS));
        assertEquals(2, machine.read(GUEST_INTERRUPTIBILITY_STATE));
    }

    @Test
    void otherwiseTheGuestHandlesIt() {
        guest("nop; hlt");
        assertEquals(HLT, goOn());
        assertEquals(HANDLER, machine.read(GUEST_RIP));
        assertEquals(CODE, pushed(STACK, 0));
    }

    @Test
    void orShutsDown() {
        machine.cpu.set(SystemRegister.CR4, machine.cpu.cr4() & ~CR4_MCE);
        machine.withGuest("nop; hlt");
        machine.write(EXCEPTION_BITMAP, 1 << MACHINE_CHECK);
        machine.set(PIN_BASED_VM_EXECUTION_CONTROLS, 8);
        machine.cpu.pause();
        assertEquals(VmxResult.PAUSED, machine.cpu.vmlaunch());
        machine.cpu.machineCheck(ERROR);
        assertEquals(RunResult.HALTED, machine.cpu.run());
        machine.cpu.nmi();
        assertEquals(EXCEPTION, goOn());
        assertEquals(VALID | 0x202, machine.read(VM_EXIT_INTERRUPTION_INFORMATION));
        assertEquals(SHUTDOWN, machine.read(GUEST_ACTIVITY_STATE));
        assertEquals(CODE, machine.read(GUEST_RIP));
    }

    // ---- in a VM entry ----
    private void entryFails(VmxResult entered) {
        VmxMachine.succeeds(entered);
        assertEquals(ENTRY_FAILED, machine.read(EXIT_REASON));
        assertEquals(0, machine.read(EXIT_QUALIFICATION));
        assertEquals(HOST_CODE, machine.cpu.rip());
        assertEquals(HOST_STACK, machine.cpu.get(Gpr.RSP));
        assertEquals(MCIP | RIPV, msr(MCG_STATUS));
    }

    @Tag("MCE-001")
    @Tag("EVT-020")
    @Test
    void anEntryOfSoftwareInJavaFails() {
        machine.withGuest("hlt");
        machine.set(PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, 1 << 7);
        machine.write(VM_ENTRY_INTERRUPTION_INFORMATION, VALID | 0x306);
        machine.cpu.machineCheck(ERROR);
        entryFails(machine.cpu.vmlaunch());
        assertEquals(CODE, machine.read(GUEST_RIP));
        assertEquals(VALID | 0x306, machine.read(VM_ENTRY_INTERRUPTION_INFORMATION));
        assertEquals(List.of("machine-check bank 1: IA32_MC1_STATUS is B400000000010135H"), machine.cpu.explainExit());
        machine.write(VM_ENTRY_INTERRUPTION_INFORMATION, 0);
        assertEquals(HLT, machine.launch(), "its launch state is still clear, and the error is over");
    }

    @Tag("MCE-001")
    @Tag("EVT-020")
    @Test
    void soDoesAResumeThatWouldLoadLittle() {
        machine.withGuest("hlt");
        machine.set(PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, 1 << 7);
        assertEquals(HLT, machine.launch());
        machine.cpu.machineCheck(ERROR);
        entryFails(machine.cpu.vmresume());
        assertEquals(HLT, machine.resume());
    }

    @Tag("MCE-001")
    @Tag("EVT-020")
    @Test
    void andAnEntryOfMachineCodeThatItStrikes() {
        machine.withGuest("hlt").code(CODE, "vmlaunch");
        machine.cpu.machineCheck(IN_ENTRY);
        assertEquals(RunResult.HALTED, machine.cpu.run());
        assertEquals(HOST_CODE + 1, machine.cpu.rip());
        assertEquals(ENTRY_FAILED, machine.read(EXIT_REASON));
        assertEquals(MCIP | RIPV, msr(MCG_STATUS));
    }

    @Test
    void beforeTheInstructionTheHostHandlesIt() {
        machine.withGuest("hlt").code(CODE, "vmlaunch");
        machine.cpu.machineCheck(ERROR);
        assertEquals(RunResult.HALTED, machine.cpu.run());
        assertEquals(HANDLER + 1, machine.cpu.rip());
        assertEquals(CODE, pushed(HOST_STACK, 0));
    }

    @Test
    void anEntryThatIsRefusedDoesNotMeetIt() {
        machine.withGuest("hlt");
        machine.write(CR3_TARGET_COUNT, 5);
        machine.cpu.machineCheck(ERROR);
        assertEquals(fails(7), machine.cpu.vmlaunch());
        machine.write(CR3_TARGET_COUNT, 0);
        entryFails(machine.cpu.vmlaunch());
    }
}
