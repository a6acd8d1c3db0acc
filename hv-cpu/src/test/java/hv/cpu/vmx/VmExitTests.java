package hv.cpu.vmx;

import static hv.api.x86.VmcsField.*;
import static hv.cpu.testing.VmxMachine.CODE;
import static hv.cpu.testing.VmxMachine.FREE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.x86.Gpr;
import hv.cpu.LogicalProcessor.RunResult;
import hv.cpu.SegmentName;
import hv.cpu.SystemRegister;
import hv.cpu.VmxResult;
import hv.cpu.testing.VmxMachine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The fields that a VM exit saves, loads and reports. */
class VmExitTests {
    private static final int CPUID = 10, HLT = 12, TIMER = 52, INVALID_GUEST = 33, MSR_LOADING = 34;
    private static final long ENTRY_FAILURE = 1L << 31;

    private final VmxMachine machine = new VmxMachine();

    @AfterEach
    void close() { machine.close(); }

    @Test
    void theGuestsNextInstructionAndStackAreSaved() {
        machine.withGuest("push rax; nop; cpuid").launch();
        assertEquals(CODE + 2, machine.read(GUEST_RIP));
        assertEquals(VmxMachine.STACK - 8, machine.read(GUEST_RSP));
        assertEquals(2, machine.read(VM_EXIT_INSTRUCTION_LENGTH));
    }

    @Test
    void generalRegistersStayTheGuests() {
        machine.withGuest("mov eax, 0x2A; cpuid");
        machine.cpu.set(Gpr.RBX, 7);
        machine.launch();
        assertEquals(42, machine.cpu.get(Gpr.RAX));
        assertEquals(7, machine.cpu.get(Gpr.RBX));
    }

    @Test
    void theHostFindsItsOwnRegisters() {
        machine.withGuest("cpuid");
        machine.write(HOST_FS_BASE, 0x1234_5000);
        machine.write(GUEST_FS_BASE, 0x777);
        machine.launch();
        assertEquals(VmxMachine.HOST_CODE, machine.cpu.rip());
        assertEquals(VmxMachine.HOST_STACK, machine.cpu.get(Gpr.RSP));
        assertEquals(2, machine.cpu.rflags());
        assertEquals(0x1234_5000, machine.cpu.get(SystemRegister.FS_BASE));
        assertEquals(0xA09B, machine.cpu.get(SegmentName.CS).rights());
        assertTrue(machine.cpu.get(SegmentName.LDTR).rights() >>> 16 == 1);
        assertEquals(0xFFFF, machine.cpu.get(SystemRegister.GDTR_LIMIT));
        assertEquals(0x67, machine.cpu.get(SegmentName.TR).limit());
    }

    @Test
    void aNullSelectorMakesADataSegmentOfTheHostUnusable() {
        machine.withGuest("cpuid");
        machine.write(HOST_DS_SELECTOR, 0);
        machine.launch();
        assertEquals(1, machine.cpu.get(SegmentName.DS).rights() >>> 16);
    }

    @Test
    void debugRegister7AndDebugctlAreReset() {
        machine.withGuest("cpuid");
        machine.write(GUEST_DR7, 0x401);
        machine.launch();
        assertEquals(0x400, machine.cpu.get(SystemRegister.DR7));
        assertEquals(0x401, machine.read(GUEST_DR7));
    }

    @Test
    void hltExitsOnlyWhereAsked() {
        machine.withGuest("hlt").launch();
        assertEquals(HLT, machine.read(EXIT_REASON));
    }

    @Test
    void anExitOfAnInstructionSavesResumeFlagClear() {
        machine.withGuest("cpuid");
        machine.write(GUEST_RFLAGS, 0x10002);
        machine.launch();
        assertEquals(2, machine.read(GUEST_RFLAGS));
    }

    @Test
    void thePreemptionTimerEndsASliceAfterItsTicks() {
        machine.withGuest("jmp $");
        machine.set(PIN_BASED_VM_EXECUTION_CONTROLS, 1 << 6);
        machine.write(VMX_PREEMPTION_TIMER_VALUE, 100);
        assertEquals(TIMER, machine.launch());
        assertEquals(100 << 5, machine.cpu.retired());
    }

    @Test
    void theTimersRestIsSavedWhereAsked() {
        machine.withGuest("nop; ".repeat(64) + "cpuid");
        machine.set(PIN_BASED_VM_EXECUTION_CONTROLS, 1 << 6);
        machine.set(PRIMARY_VM_EXIT_CONTROLS, 1 << 22);
        machine.write(VMX_PREEMPTION_TIMER_VALUE, 100);
        assertEquals(CPUID, machine.launch());
        assertEquals(98, machine.read(VMX_PREEMPTION_TIMER_VALUE));
    }

    @Test
    void msrsAreStoredAndLoadedByTheirLists() {
        machine.withGuest("cpuid");
        msr(FREE, 0xC000_0103, 5);
        msr(FREE + 16, 0xC000_0103, 0);
        msr(FREE + 32, 0xC000_0103, 9);
        list(1, 1, 1);
        machine.launch();
        assertEquals(5, machine.ram.read(FREE + 16 + 8, 8));
        assertEquals(9, machine.cpu.get(SystemRegister.TSC_AUX));
    }

    @Test
    void anMsrThatCannotBeLoadedFailsTheEntryWithItsNumber() {
        machine.withGuest("cpuid");
        msr(FREE, 0xC000_0103, 5);
        msr(FREE + 16, 0xC000_0100, 5);
        machine.write(VM_ENTRY_MSR_LOAD_COUNT, 2);
        machine.write(VM_ENTRY_MSR_LOAD_ADDRESS, FREE);
        assertEquals(MSR_LOADING | ENTRY_FAILURE, machine.launch());
        assertEquals(2, machine.read(EXIT_QUALIFICATION));
        assertFalse(machine.cpu.inNonRootOperation());
    }

    @Test
    void aHostMsrThatCannotBeLoadedAborts() {
        machine.withGuest("cpuid");
        msr(FREE + 32, 0xC000_0101, 9);
        list(0, 0, 1);
        machine.cpu.vmlaunch();
        assertEquals(4, machine.ram.read(VmxMachine.VMCS.value() + 4, 4));
        assertEquals(RunResult.SHUTDOWN, machine.cpu.run());
    }

    @Test
    void anMsrThatCannotBeStoredAborts() {
        machine.withGuest("cpuid");
        msr(FREE + 16, 0x800, 0);
        list(0, 1, 0);
        assertEquals(VmxResult.PAUSED, machine.cpu.vmlaunch());
        assertEquals(RunResult.SHUTDOWN, machine.cpu.run());
        assertEquals(1, machine.ram.read(VmxMachine.VMCS.value() + 4, 4));
    }

    @Test
    void badGuestStateLoadsTheHostAndLeavesTheGuestStateArea() {
        machine.withGuest("cpuid");
        machine.write(GUEST_RFLAGS, 0);
        assertEquals(INVALID_GUEST | ENTRY_FAILURE, machine.launch());
        assertEquals(0, machine.read(GUEST_RFLAGS));
        assertEquals(VmxMachine.HOST_CODE, machine.cpu.rip());
        assertEquals(0, machine.cpu.retired());
    }

    @Test
    void theLinkPointersQualificationIs4() {
        machine.withGuest("cpuid");
        machine.write(VMCS_LINK_POINTER, VmxMachine.VMCS.value());
        machine.launch();
        assertEquals(4, machine.read(EXIT_QUALIFICATION));
    }

    @Test
    void aTripleFaultOfTheGuestIsAnExit() {
        machine.withGuest("ud2");
        machine.write(GUEST_IDTR_LIMIT, 0);
        assertEquals(2, machine.launch());
    }

    @Test
    void anInterceptedExceptionTellsItsVectorAndErrorCode() {
        machine.withGuest("mov ds, ax");
        machine.write(EXCEPTION_BITMAP, 1 << 13);
        machine.cpu.set(Gpr.RAX, 0x1000);
        assertEquals(0, machine.launch());
        assertEquals(0x8000_0B0DL, machine.read(VM_EXIT_INTERRUPTION_INFORMATION));
        assertEquals(0x1000, machine.read(VM_EXIT_INTERRUPTION_ERROR_CODE));
        assertEquals(CODE, machine.read(GUEST_RIP));
        assertEquals(0x10002, machine.read(GUEST_RFLAGS));
    }

    @Test
    void everyExitClearsTheValidBitOfTheInjectedEvent() {
        machine.withGuest("cpuid");
        machine.code(FREE, "cpuid");
        machine.ram.write(VmxMachine.IDT + 16 * 6, 8, FREE >> 16 << 48 | 0x8E00_0000_0000L | 8 << 16 | FREE & 0xFFFF);
        machine.write(VM_ENTRY_INTERRUPTION_INFORMATION, 0x8000_0306L);
        assertEquals(CPUID, machine.launch());
        assertEquals(FREE, machine.read(GUEST_RIP));
        assertEquals(0x306, machine.read(VM_ENTRY_INTERRUPTION_INFORMATION));
    }

    @Test
    void anExitWhileAnEventIsInjectedNamesIt() {
        machine.withGuest("cpuid");
        machine.write(GUEST_IDTR_LIMIT, 0);
        machine.write(EXCEPTION_BITMAP, 1 << 13);
        machine.write(VM_ENTRY_INTERRUPTION_INFORMATION, 0x8000_0306L);
        assertEquals(0, machine.launch());
        assertEquals(0x8000_0306L, machine.read(IDT_VECTORING_INFORMATION));
        assertEquals(CODE, machine.read(GUEST_RIP));
    }

    @Test
    void vmlaunchUnderMovSsBlockingFailsWith26() {
        machine.withGuest("cpuid").code(VmxMachine.HOST_CODE, "mov ss, cx; vmlaunch; hlt");
        machine.cpu.set(Gpr.RCX, 16);
        machine.cpu.rip(VmxMachine.HOST_CODE);
        assertEquals(RunResult.HALTED, machine.cpu.run());
        assertEquals(26, machine.read(VM_INSTRUCTION_ERROR));
    }

    @Test
    void aPausedGuestStaysEnteredUntilRunFindsItsExit() {
        machine.withGuest("nop; cpuid");
        machine.cpu.limit(1);
        assertEquals(VmxResult.PAUSED, machine.cpu.vmlaunch());
        assertTrue(machine.cpu.inNonRootOperation());
        machine.cpu.limit(Long.MAX_VALUE);
        assertEquals(RunResult.VM_EXIT, machine.cpu.run());
        assertEquals(CPUID, machine.read(EXIT_REASON));
    }

    @Test
    void vmxInstructionsOfTheGuestExitWithTheirOperands() {
        machine.withGuest("vmclear [rbp+rbx*4+0x10]");
        assertEquals(19, machine.launch());
        assertEquals(0x10, machine.read(EXIT_QUALIFICATION));
        assertEquals(2 | 2 << 7 | 2 << 15 | 3 << 18 | 5 << 23, machine.read(VM_EXIT_INSTRUCTION_INFORMATION));
    }

    @Test
    void vmreadOfTheGuestExitsWithItsRegisters() {
        machine.withGuest("vmread rbx, rax");
        assertEquals(23, machine.launch());
        assertEquals(1 << 10 | 3 << 3 | 0 << 28, machine.read(VM_EXIT_INSTRUCTION_INFORMATION));
    }

    private void msr(long at, int index, long value) {
        machine.ram.write(at, 8, index & 0xFFFF_FFFFL);
        machine.ram.write(at + 8, 8, value);
    }

    private void list(int entryLoad, int exitStore, int exitLoad) {
        machine.write(VM_ENTRY_MSR_LOAD_COUNT, entryLoad);
        machine.write(VM_ENTRY_MSR_LOAD_ADDRESS, FREE);
        machine.write(VM_EXIT_MSR_STORE_COUNT, exitStore);
        machine.write(VM_EXIT_MSR_STORE_ADDRESS, FREE + 16);
        machine.write(VM_EXIT_MSR_LOAD_COUNT, exitLoad);
        machine.write(VM_EXIT_MSR_LOAD_ADDRESS, FREE + 32);
    }
}
