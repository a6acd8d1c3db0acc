package hv.cpu.vmx;

import static hv.api.x86.VmcsField.*;
import static hv.cpu.testing.VmxMachine.CODE;
import static hv.cpu.testing.VmxMachine.HOST_CODE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.x86.Gpr;
import hv.cpu.LogicalProcessor.RunResult;
import hv.cpu.testing.VmxMachine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** "Load IA32_PERF_GLOBAL_CTRL" at VM entry and VM exit, and counters that overflow while a guest runs. */
class CounterControlTests {
    private static final int PMC0 = 0xC1, SELECT0 = 0x186, STATUS = 0x38E, GLOBAL = 0x38F;
    /** Instructions at all privilege levels; with the interrupt. */
    private static final long COUNT = 0x43_00C0, AND_INTERRUPT = 1 << 20;
    private static final int EXCEPTION_OR_NMI = 0, EXTERNAL_INTERRUPT = 1, CPUID = 10, INVALID_GUEST = 33;
    private static final int LVT = 0x340, NMI = 4 << 8, EXIT_LOAD = 1 << 12, ENTRY_LOAD = 1 << 13;

    private final VmxMachine machine = new VmxMachine();

    @AfterEach
    void close() { machine.close(); }

    private long msr(int index) { return machine.cpu.rdmsr(index).orElseThrow(); }
    private void msr(int index, long value) { assertTrue(machine.cpu.wrmsr(index, value)); }

    private void guest(String code, boolean entryLoads, boolean exitLoads) {
        machine.withGuest(code);
        if (entryLoads) machine.set(VM_ENTRY_CONTROLS, ENTRY_LOAD);
        if (exitLoads) machine.set(PRIMARY_VM_EXIT_CONTROLS, EXIT_LOAD);
        machine.write(GUEST_IA32_PERF_GLOBAL_CTRL, 5);
        machine.write(HOST_IA32_PERF_GLOBAL_CTRL, 2);
        msr(GLOBAL, 1L << 32);
    }

    /** The guest reads the register; then it is the host's turn, and the guest's again. */
    @ParameterizedTest
    @CsvSource({"false,false,100000000,100000000,100000000", "true,false,5,5,5", "false,true,100000000,2,2", "true,true,5,2,5"})
    void theControlsLoadIt(boolean entryLoads, boolean exitLoads, String inGuest, String inHost, String again) {
        guest("mov ecx, 0x38F; rdmsr; shl rdx, 32; or rax, rdx; cpuid", entryLoads, exitLoads);
        machine.set(PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, 1 << 28);
        machine.write(MSR_BITMAPS_ADDRESS, VmxMachine.FREE);
        assertEquals(CPUID, machine.launch());
        assertEquals(Long.parseLong(inGuest, 16), machine.cpu.get(Gpr.RAX));
        assertEquals(Long.parseLong(inHost, 16), msr(GLOBAL));
        machine.write(GUEST_RIP, CODE);
        assertEquals(CPUID, machine.resume());
        assertEquals(Long.parseLong(again, 16), machine.cpu.get(Gpr.RAX));
    }

    /** Each entry counts three instructions and turns the counter off; nobody looks at the host's registers between the exit and VMRESUME. */
    @Test
    void anEntryFromJavaLoadsItAgain() {
        guest("mov ecx, 0x38F; xor eax, eax; xor edx, edx; wrmsr; cpuid", true, true);
        machine.set(PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, 1 << 28);
        machine.write(MSR_BITMAPS_ADDRESS, VmxMachine.FREE);
        msr(SELECT0 + 2, COUNT);
        for (int i = 0; i < 3; i++) {
            machine.write(GUEST_RIP, CODE);
            assertEquals(CPUID, i == 0 ? machine.launch() : machine.resume());
        }
        assertEquals(9, msr(PMC0 + 2));
        assertEquals(2, msr(GLOBAL));
    }

    @Test
    void aFailedEntryLoadsTheHosts() {
        guest("cpuid", true, true);
        machine.write(GUEST_RFLAGS, 0);
        assertEquals(INVALID_GUEST | 1L << 31, machine.launch());
        assertEquals(2, msr(GLOBAL));
    }

    @Test
    void nothingElseIsSavedSoThatTheGuestsFieldStays() {
        guest("mov ecx, 0x38F; xor edx, edx; mov eax, 0xF; wrmsr; cpuid", true, true);
        machine.set(PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, 1 << 28);
        machine.write(MSR_BITMAPS_ADDRESS, VmxMachine.FREE);
        assertEquals(CPUID, machine.launch());
        assertEquals(5, machine.read(GUEST_IA32_PERF_GLOBAL_CTRL));
    }

    /** A counter that the host's value turns off counts what the guest executes and nothing else. */
    @Test
    void aHypervisorInMachineCodeCountsItsGuestAlone() {
        guest("times 5 nop; cpuid", true, true);
        msr(SELECT0, COUNT);
        machine.write(HOST_IA32_PERF_GLOBAL_CTRL, 0);
        msr(GLOBAL, 0);
        machine.code(HOST_CODE, "times 4 nop; hlt").code(HOST_CODE + 0x1000, "nop; nop; vmlaunch").cpu.rip(HOST_CODE + 0x1000);
        assertEquals(RunResult.HALTED, machine.cpu.run());
        assertEquals(5 + 1, msr(PMC0), "VMLAUNCH turned it on");
    }

    @Test
    void whatExitsHasNotRetired() {
        machine.withGuest("nop; cpuid");
        msr(SELECT0, COUNT);
        for (int i = 0; i < 3; i++) {
            machine.write(GUEST_RIP, CODE);
            assertEquals(CPUID, i == 0 ? machine.launch() : machine.resume());
        }
        assertEquals(3, msr(PMC0));
    }

    @Test
    void anOverflowInTheGuestExitsAfterItsInstruction() {
        machine.withGuest("times 8 nop; cpuid");
        machine.set(PIN_BASED_VM_EXECUTION_CONTROLS, 1 << 3);
        machine.cpu.apic().write(LVT, 4, NMI);
        msr(PMC0, -5);
        msr(SELECT0, COUNT | AND_INTERRUPT);
        assertEquals(EXCEPTION_OR_NMI, machine.launch());
        assertEquals(0x8000_0202L, machine.read(VM_EXIT_INTERRUPTION_INFORMATION));
        assertEquals(CODE + 5, machine.read(GUEST_RIP));
        assertEquals(1, msr(STATUS));
        assertEquals(CPUID, machine.resume());
    }

    @Test
    void itsVectorExitsAsAnExternalInterrupt() {
        machine.withGuest("times 4 nop; cpuid");
        machine.set(PIN_BASED_VM_EXECUTION_CONTROLS, 1);
        machine.set(PRIMARY_VM_EXIT_CONTROLS, 1 << 15);
        machine.cpu.apic().write(LVT, 4, 0x51);
        msr(PMC0, -3);
        msr(SELECT0, COUNT | AND_INTERRUPT);
        assertEquals(EXTERNAL_INTERRUPT, machine.launch());
        assertEquals(0x8000_0051L, machine.read(VM_EXIT_INTERRUPTION_INFORMATION));
        assertEquals(CODE + 3, machine.read(GUEST_RIP));
    }
}
