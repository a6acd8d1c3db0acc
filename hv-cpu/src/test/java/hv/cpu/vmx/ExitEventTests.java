package hv.cpu.vmx;

import static hv.api.x86.VmcsField.*;
import static hv.cpu.testing.VmxMachine.CODE;
import static hv.cpu.testing.VmxMachine.FREE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.x86.Gpr;
import hv.api.x86.VmcsField;
import hv.cpu.VmxResult;
import hv.cpu.platform.ProcessorProfiles;
import hv.cpu.testing.VmxMachine;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Events of a guest, by the rows of exit-conditions.csv: which exit, which wait, and who comes first. */
class ExitEventTests {
    private static final int EXCEPTION = 0, EXTERNAL_INTERRUPT = 1, TRIPLE_FAULT = 2, INIT = 3, SIPI = 4, INTERRUPT_WINDOW = 7, NMI_WINDOW = 8,
            TASK_SWITCH = 9, CPUID = 10, HLT = 12, MTF = 37, PAUSE = 40, EPT_VIOLATION = 48, EPT_MISCONFIGURATION = 49, TIMER = 52;
    private static final int EXTERNAL_CONTROL = 1, NMI_CONTROL = 8, VIRTUAL_NMIS = 0x20, TIMER_CONTROL = 0x40;
    private static final int WINDOW_CONTROL = 1 << 2, NMI_WINDOW_CONTROL = 1 << 22, MTF_CONTROL = 1 << 27;
    private static final int ACTIVE = 0, IN_HLT = 1, SHUTDOWN = 2, WAIT_FOR_SIPI = 3;
    private static final int STI = 1, MOV_SS = 2, NMI_BLOCKING = 8;
    private static final long VALID = 1L << 31, RFLAGS_IF = 0x202;
    private static final int VECTOR = 0x40, HANDLER = 0x14_8000;

    private final Interrupting controller = new Interrupting(OptionalInt.of(VECTOR));
    private final VmxMachine machine = new VmxMachine(ProcessorProfiles.load(ProcessorProfiles.REFERENCE), controller).withGuest("cpuid; hlt");

    @AfterEach
    void close() { machine.close(); }

    private void pin(int bits) { machine.set(PIN_BASED_VM_EXECUTION_CONTROLS, bits); }
    private void primary(int bits) { machine.set(PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, bits); }
    private void state(int activity, int interruptibility) {
        machine.write(GUEST_ACTIVITY_STATE, activity);
        machine.write(GUEST_INTERRUPTIBILITY_STATE, interruptibility);
    }

    private void handler(int vector, String code) {
        machine.code(HANDLER, code);
        machine.ram.write(VmxMachine.IDT + 16L * vector, 8, (long) HANDLER >> 16 << 48 | 0x8E00_0000_0000L | 8 << 16 | HANDLER & 0xFFFF);
    }

    private void init() { message(5 << 8 | 1 << 14); }
    private void sipi(int vector) { message(6 << 8 | vector); }
    private void message(int command) {
        machine.cpu.apic().write(0x310, 4, 0);
        machine.cpu.apic().write(0x300, 4, command);
    }

    /** Enters a guest that may wait for ever. @return the exit reason, or -1 if there is none */
    private long launchBriefly() {
        machine.cpu.limit(machine.cpu.retired() + 100);
        return machine.cpu.vmlaunch() instanceof VmxResult.Paused ? -1 : machine.read(EXIT_REASON);
    }

    @Tag("EVT-001")
    @ParameterizedTest
    @CsvSource({"ud2,6,306,0", "div ecx,0,300,0", "'mov ds, ax',13,B0D,1000"})
    void anExceptionExitsByItsBitOrIsDelivered(String code, int vector, String event, String errorCode) {
        machine.code(CODE, code);
        machine.cpu.set(Gpr.RCX, 0);
        machine.cpu.set(Gpr.RAX, 0x1000);
        handler(vector, "hlt");
        assertEquals(HLT, machine.launch());
        assertEquals(HANDLER, machine.read(GUEST_RIP));
        machine.write(GUEST_RIP, CODE);
        machine.write(GUEST_RFLAGS, 2);
        machine.cpu.set(Gpr.RCX, 0);
        machine.cpu.set(Gpr.RAX, 0x1000);
        machine.write(EXCEPTION_BITMAP, 1L << vector);
        assertEquals(EXCEPTION, machine.resume());
        assertEquals(VALID | Long.parseLong(event, 16), machine.read(VM_EXIT_INTERRUPTION_INFORMATION));
        assertEquals(Long.parseLong(errorCode, 16), machine.read(VM_EXIT_INTERRUPTION_ERROR_CODE));
        assertEquals(0, machine.read(IDT_VECTORING_INFORMATION) & VALID);
        assertEquals(CODE, machine.read(GUEST_RIP));
    }

    @Tag("EVT-002")
    @ParameterizedTest
    @CsvSource({"4000,0,0,0", "0,0,0,2", "4000,2,2,0", "4000,1,1,2", "0,1,1,0"})
    void aPageFaultExitsByMaskAndMatch(String bitmap, int mask, int match, int reason) {
        machine.code(CODE, "mov qword [rax], 0");
        machine.cpu.set(Gpr.RAX, 0x4000_0000L);
        machine.write(EXCEPTION_BITMAP, Long.parseLong(bitmap, 16));
        machine.write(PAGE_FAULT_ERROR_CODE_MASK, mask);
        machine.write(PAGE_FAULT_ERROR_CODE_MATCH, match);
        machine.write(GUEST_IDTR_LIMIT, 0);
        assertEquals(reason, machine.launch());
        if (reason != EXCEPTION) return;
        assertEquals(0x4000_0000L, machine.read(EXIT_QUALIFICATION));
        assertEquals(2, machine.read(VM_EXIT_INTERRUPTION_ERROR_CODE));
    }

    @Tag("EVT-003")
    @Test
    void aDoubleFaultThatFormsDuringDeliveryHasNoVectoring() {
        machine.code(CODE, "mov ds, ax");
        machine.cpu.set(Gpr.RAX, 0x1000);
        machine.write(GUEST_IDTR_LIMIT, 0);
        machine.write(EXCEPTION_BITMAP, 1 << 8);
        assertEquals(EXCEPTION, machine.launch());
        assertEquals(VALID | 0xB08, machine.read(VM_EXIT_INTERRUPTION_INFORMATION));
        assertEquals(0, machine.read(IDT_VECTORING_INFORMATION) & VALID);
    }

    @Tag("EVT-004")
    @Test
    void aTripleFaultExits() {
        machine.code(CODE, "ud2");
        machine.write(GUEST_IDTR_LIMIT, 0);
        assertEquals(TRIPLE_FAULT, machine.launch());
        assertEquals(0, machine.read(IDT_VECTORING_INFORMATION) & VALID);
        assertEquals(CODE, machine.read(GUEST_RIP));
    }

    @Tag("EVT-006")
    @ParameterizedTest
    @CsvSource({"0,0,1", "1,0,1", "2,0,-1", "3,0,-1", "0,2,12"})
    void anExternalInterruptExitsWhateverTheFlagSays(int activity, int interruptibility, int reason) {
        controller.pending = true;
        machine.code(CODE, "hlt");
        pin(EXTERNAL_CONTROL);
        state(activity, interruptibility);
        assertEquals(reason, launchBriefly());
        assertTrue(controller.pending, "nobody acknowledged it");
    }

    @Tag("EVT-007")
    @ParameterizedTest
    @CsvSource({"8,0,0,0", "8,8,0,10", "28,8,0,0", "28,0,0,0", "8,0,1,0", "8,0,2,0", "8,0,3,-1"})
    void anNmiExitsUnlessItIsBlocked(String pin, int interruptibility, int activity, int reason) {
        pin(Integer.parseInt(pin, 16));
        state(activity, interruptibility);
        machine.cpu.nmi();
        assertEquals(reason, launchBriefly());
        if (reason == EXCEPTION) assertEquals(VALID | 0x202, machine.read(VM_EXIT_INTERRUPTION_INFORMATION));
        if (reason == EXCEPTION) assertEquals(activity, machine.read(GUEST_ACTIVITY_STATE), "a direct exit saves what it woke");
    }

    @Tag("EVT-007")
    @Test
    void virtualNmiBlockingIsTheGuestsAlone() {
        pin(NMI_CONTROL | VIRTUAL_NMIS);
        state(ACTIVE, NMI_BLOCKING);
        assertEquals(CPUID, machine.launch());
        assertEquals(NMI_BLOCKING, machine.read(GUEST_INTERRUPTIBILITY_STATE));
        machine.cpu.nmi();
        handler(2, "hlt");
        machine.cpu.set(hv.cpu.SystemRegister.IDTR_BASE, VmxMachine.IDT);
        machine.cpu.set(hv.cpu.SystemRegister.IDTR_LIMIT, 0xFFF);
        machine.code(VmxMachine.HOST_CODE, "nop").cpu.run();
        assertEquals(HANDLER + 1, machine.cpu.rip(), "the host takes it");
    }

    @Tag("EVT-008")
    @ParameterizedTest
    @CsvSource({"0,3", "1,3", "2,3", "3,-1"})
    void initExitsUnlessTheGuestWaitsForSipi(int activity, int reason) {
        state(activity, 0);
        init();
        assertEquals(reason, launchBriefly());
        if (reason == INIT) assertEquals(activity, machine.read(GUEST_ACTIVITY_STATE));
    }

    @Tag("EVT-008")
    @Test
    void initComesBeforeNmiTimerMtfAndDebugTraps() {
        pin(NMI_CONTROL | TIMER_CONTROL | EXTERNAL_CONTROL);
        primary(MTF_CONTROL | WINDOW_CONTROL);
        machine.write(GUEST_PENDING_DEBUG_EXCEPTIONS, 1 << 14);
        machine.write(VM_ENTRY_INTERRUPTION_INFORMATION, VALID | 7 << 8);
        controller.pending = true;
        machine.cpu.nmi();
        init();
        assertEquals(INIT, machine.launch());
        assertEquals(1 << 14, machine.read(GUEST_PENDING_DEBUG_EXCEPTIONS), "they stay pending");
    }

    @Tag("EVT-008")
    @Test
    void initIsBlockedInRootOperation() {
        init();
        machine.code(VmxMachine.HOST_CODE, "nop; hlt").cpu.rip(VmxMachine.HOST_CODE);
        machine.cpu.run();
        assertEquals(VmxMachine.HOST_CODE + 2, machine.cpu.rip());
        assertEquals(INIT, machine.launch());
    }

    @Tag("EVT-009")
    @ParameterizedTest
    @CsvSource({"3,4", "0,10", "1,-1", "2,-1"})
    void sipiExitsWhereTheGuestWaitsForIt(int activity, int reason) {
        state(activity, 0);
        sipi(0x9A);
        assertEquals(reason, launchBriefly());
        if (reason == SIPI) assertEquals(0x9A, machine.read(EXIT_QUALIFICATION));
    }

    @Tag("EVT-011")
    @ParameterizedTest
    @CsvSource({"202,0,0,7", "2,0,0,10", "202,1,0,7", "202,0,1,7", "202,2,0,7", "202,0,2,-1", "202,0,3,-1"})
    void theInterruptWindowOpensWithTheFlagAndWithoutBlocking(String flags, int interruptibility, int activity, int reason) {
        primary(WINDOW_CONTROL);
        machine.code(CODE, "nop; cpuid");
        machine.write(GUEST_RFLAGS, Long.parseLong(flags, 16));
        state(activity, interruptibility);
        assertEquals(reason, launchBriefly());
        boolean held = interruptibility != 0;
        if (reason == INTERRUPT_WINDOW) assertEquals(held ? CODE + 1 : CODE, machine.read(GUEST_RIP));
        if (reason == INTERRUPT_WINDOW) assertEquals(activity, machine.read(GUEST_ACTIVITY_STATE));
    }

    @Tag("EVT-012")
    @ParameterizedTest
    @CsvSource({"0,0,8", "8,0,10", "2,0,8", "1,0,8", "0,1,8", "0,2,8", "0,3,-1"})
    void theNmiWindowOpensWithoutVirtualNmiBlocking(int interruptibility, int activity, int reason) {
        pin(NMI_CONTROL | VIRTUAL_NMIS);
        primary(NMI_WINDOW_CONTROL);
        machine.code(CODE, "nop; cpuid");
        machine.write(GUEST_RFLAGS, RFLAGS_IF);
        state(activity, interruptibility);
        assertEquals(reason, launchBriefly());
        boolean held = (interruptibility & (STI | MOV_SS)) != 0;
        if (reason == NMI_WINDOW) assertEquals(held ? CODE + 1 : CODE, machine.read(GUEST_RIP));
    }

    @Tag("EVT-013")
    @ParameterizedTest
    @CsvSource({"'nop; nop',1,0", "rep stosb,0,0", "hlt,1,1", "ud2,8000,0", "int 6,8000,0"})
    void mtfExitsAfterEachInstructionIterationAndDelivery(String code, String offset, int activity) {
        machine.clear(PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, 1 << 7);
        primary(MTF_CONTROL);
        machine.code(CODE, code);
        machine.cpu.set(Gpr.RCX, 5);
        machine.cpu.set(Gpr.RDI, FREE);
        handler(6, "nop; nop");
        assertEquals(MTF, launchBriefly());
        long at = offset.equals("8000") ? HANDLER : CODE + Long.parseLong(offset, 16);
        assertEquals(at, machine.read(GUEST_RIP));
        assertEquals(activity, machine.read(GUEST_ACTIVITY_STATE));
        if (code.equals("rep stosb")) assertEquals(4, machine.cpu.get(Gpr.RCX), "after the first iteration");
    }

    @Tag("EVT-013")
    @Test
    void mtfComesBeforeDebugTrapsWhichStayPending() {
        primary(MTF_CONTROL);
        machine.code(CODE, "nop; nop");
        machine.write(GUEST_RFLAGS, 0x102);
        machine.write(EXCEPTION_BITMAP, 2);
        assertEquals(MTF, machine.launch());
        assertEquals(1 << 14, machine.read(GUEST_PENDING_DEBUG_EXCEPTIONS));
    }

    @Tag("EVT-013")
    @Test
    void afterAnInjectedEventMtfExitsAtItsHandler() {
        primary(MTF_CONTROL);
        handler(6, "nop");
        machine.write(VM_ENTRY_INTERRUPTION_INFORMATION, VALID | 0x306);
        assertEquals(MTF, machine.launch());
        assertEquals(HANDLER, machine.read(GUEST_RIP));
    }

    @Tag("EVT-014")
    @ParameterizedTest
    @CsvSource({"0,52", "1,52", "2,52", "3,-1"})
    void theTimerExitsFromEveryStateButWaitForSipi(int activity, int reason) {
        pin(TIMER_CONTROL);
        machine.code(CODE, "jmp $");
        machine.write(VMX_PREEMPTION_TIMER_VALUE, activity == ACTIVE ? 0 : 5);
        state(activity, 0);
        assertEquals(reason, launchBriefly());
        if (reason == TIMER) assertEquals(activity, machine.read(GUEST_ACTIVITY_STATE));
    }

    @Tag("EVT-014")
    @Test
    void aTimerOfZeroExitsAfterTheInjectedEventAndWhateverBlocks() {
        pin(TIMER_CONTROL);
        handler(6, "hlt");
        machine.write(VM_ENTRY_INTERRUPTION_INFORMATION, VALID | 0x306);
        assertEquals(TIMER, machine.launch());
        assertEquals(HANDLER, machine.read(GUEST_RIP));
        machine.write(GUEST_RIP, CODE);
        state(ACTIVE, MOV_SS);
        assertEquals(TIMER, machine.resume());
        assertEquals(CODE, machine.read(GUEST_RIP));
    }

    @Tag("EVT-014")
    @Test
    void theTimerComesBeforeWindowsNmiAndInterruptsButAfterDebugTraps() {
        pin(TIMER_CONTROL | NMI_CONTROL | VIRTUAL_NMIS | EXTERNAL_CONTROL);
        primary(WINDOW_CONTROL | NMI_WINDOW_CONTROL);
        machine.write(GUEST_RFLAGS, RFLAGS_IF);
        machine.cpu.nmi();
        controller.pending = true;
        assertEquals(TIMER, machine.launch());
        machine.write(EXCEPTION_BITMAP, 2);
        machine.write(GUEST_PENDING_DEBUG_EXCEPTIONS, 1 << 14);
        assertEquals(EXCEPTION, machine.resume());
        assertEquals(VALID | 0x301, machine.read(VM_EXIT_INTERRUPTION_INFORMATION));
    }

    @Test
    void belowTheTimerTheNmiWindowThenNmiThenTheWindowThenInterrupts() {
        pin(NMI_CONTROL | VIRTUAL_NMIS | EXTERNAL_CONTROL);
        primary(WINDOW_CONTROL | NMI_WINDOW_CONTROL);
        machine.write(GUEST_RFLAGS, RFLAGS_IF);
        machine.cpu.nmi();
        controller.pending = true;
        assertEquals(NMI_WINDOW, machine.launch());
        machine.clear(PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, NMI_WINDOW_CONTROL);
        assertEquals(EXCEPTION, machine.resume());
        assertEquals(INTERRUPT_WINDOW, machine.resume());
        machine.clear(PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, WINDOW_CONTROL);
        assertEquals(EXTERNAL_INTERRUPT, machine.resume());
    }

    /** A pending debug exception that exits does not end HLT first. */
    @Test
    void aPendingDebugExceptionThatExitsLeavesHltAsItIs() {
        machine.write(EXCEPTION_BITMAP, 2);
        machine.write(GUEST_PENDING_DEBUG_EXCEPTIONS, 1 << 12 | 1);
        state(IN_HLT, 0);
        assertEquals(EXCEPTION, machine.launch());
        assertEquals(IN_HLT, machine.read(GUEST_ACTIVITY_STATE));
        assertEquals(1, machine.read(EXIT_QUALIFICATION));
    }

    @Test
    void debugExceptionsThatArePendingInShutdownAreLost() {
        machine.write(EXCEPTION_BITMAP, 2);
        machine.write(GUEST_PENDING_DEBUG_EXCEPTIONS, 1 << 12);
        state(SHUTDOWN, 0);
        assertEquals(-1, launchBriefly());
    }

    @Tag("EVT-010")
    @Test
    void withoutDualMonitorTreatmentItsExitsDoNotExist() { assertEquals(0, machine.cpu.rdmsr(0x480).orElseThrow() >>> 49 & 1); }

    @Tag("INS-042")
    @Test
    void aLoopOfPausesExitsAfterItsWindow() {
        loop("again: pause; jmp again");
        assertEquals(PAUSE, machine.launch());
        assertEquals(1000, machine.cpu.retired(), "the first PAUSE at 0, then one every second tick");
        assertEquals(2, machine.read(VM_EXIT_INSTRUCTION_LENGTH));
        assertEquals(PAUSE, machine.resume(), "an entry begins a new loop");
    }

    @Tag("INS-042")
    @ParameterizedTest
    @ValueSource(strings = {"user", "gap"})
    void pausesFarApartOrOfProgramsDoNotExit(String why) {
        loop(why.equals("gap") ? "again: pause; times 20 nop; jmp again" : "again: pause; jmp again");
        if (why.equals("user")) UserGuest.make(machine);
        machine.cpu.limit(5000);
        assertEquals(VmxResult.PAUSED, machine.cpu.vmlaunch());
    }

    private void loop(String code) {
        machine.code(CODE, code);
        machine.set(SECONDARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, 1 << 10);
        machine.write(PLE_GAP, 10);
        machine.write(PLE_WINDOW, 999);
    }

    /** A far jump to a TSS in 32-bit protected mode. */
    @Tag("INS-057")
    @Test
    void anAttemptedTaskSwitchExits() {
        machine.clear(VM_ENTRY_CONTROLS, 1 << 9);
        machine.write(GUEST_CR4, 0x2010);
        machine.ram.write(0x15_2000, 4, 0x83);
        machine.write(GUEST_CR3, 0x15_2000);
        machine.write(GUEST_CS_ACCESS_RIGHTS, 0xC09B);
        machine.ram.write(VmxMachine.GDT + 0x28, 8, 0x0000_8900_7000_0067L);
        machine.code(CODE, "bits 32; jmp 0x28:0");
        assertEquals(TASK_SWITCH, machine.launch());
        assertEquals(0x8000_0028L, machine.read(EXIT_QUALIFICATION));
        assertEquals(7, machine.read(VM_EXIT_INSTRUCTION_LENGTH));
        assertEquals(0x89, machine.ram.read(VmxMachine.GDT + 0x2D, 1), "the TSS stays available");
    }

    @Tag("INS-058")
    @ParameterizedTest
    @CsvSource({"0,0", "8,8", "28,0"})
    void iretUnblocksAsTheControlsSay(String pin, int left) {
        pin(Integer.parseInt(pin, 16));
        state(ACTIVE, NMI_BLOCKING);
        machine.code(CODE, "iretq");
        long stack = VmxMachine.STACK;
        long[] frame = {HANDLER, 8, 2, stack, 16};
        for (int i = 0; i < frame.length; i++) machine.ram.write(stack + 8 * i, 8, frame[i]);
        machine.code(HANDLER, "hlt");
        assertEquals(HLT, machine.launch());
        assertEquals(left, machine.read(GUEST_INTERRUPTIBILITY_STATE));
    }

    @Tag("INS-058")
    @Test
    void iretThatFaultsHasUnblockedAndTellsSo() {
        state(ACTIVE, NMI_BLOCKING);
        machine.code(CODE, "iretq");
        machine.write(EXCEPTION_BITMAP, 1 << 13);
        machine.ram.write(VmxMachine.STACK + 8, 8, 0x1000);
        assertEquals(EXCEPTION, machine.launch());
        assertEquals(VALID | 0x1B0D, machine.read(VM_EXIT_INTERRUPTION_INFORMATION));
        assertEquals(0, machine.read(GUEST_INTERRUPTIBILITY_STATE));
    }

    @Tag("MEM-001")
    @Test
    void anEptViolationTellsAccessRightsAndAddresses() {
        RealModeGuest.identityEpt(machine);
        machine.code(CODE, "mov [rbx], rax");
        machine.cpu.set(Gpr.RBX, 0x4000_0123L);
        machine.ram.write(VmxMachine.PDPT + 8, 8, 0x4000_0083L);
        assertEquals(EPT_VIOLATION, machine.launch());
        assertEquals(0x582, machine.read(EXIT_QUALIFICATION));
        assertEquals(0x4000_0123L, machine.read(GUEST_PHYSICAL_ADDRESS));
        assertEquals(0x4000_0123L, machine.read(GUEST_LINEAR_ADDRESS));
        assertEquals(0x1_0002, machine.read(GUEST_RFLAGS), "RF is set: the instruction will be repeated");
        assertEquals(CODE, machine.read(GUEST_RIP));
    }

    @Tag("MEM-001")
    @Test
    void anEptViolationDuringDeliveryNamesTheEvent() {
        RealModeGuest.identityEpt(machine);
        machine.code(CODE, "int 6");
        handler(6, "hlt");
        machine.ram.write(VmxMachine.PDPT + 8, 8, 0x4000_0083L);
        machine.write(GUEST_RSP, 0x4000_1000L);
        assertEquals(EPT_VIOLATION, machine.launch());
        assertEquals(VALID | 0x406, machine.read(IDT_VECTORING_INFORMATION));
        assertEquals(2, machine.read(VM_EXIT_INSTRUCTION_LENGTH));
        assertEquals(CODE, machine.read(GUEST_RIP));
    }

    @Tag("MEM-002")
    @ParameterizedTest
    @ValueSource(longs = {0x82, 0x97, 0x1_0000_0000_00B7L | 1L << 50, 0x2000_00B7L})
    void anEptMisconfigurationHasNoQualification(long entry) {
        RealModeGuest.identityEpt(machine);
        machine.ram.write(0x15_1008, 8, entry);
        machine.code(CODE, "mov [rbx], rax");
        machine.cpu.set(Gpr.RBX, 0x4000_0123L);
        machine.ram.write(VmxMachine.PDPT + 8, 8, 0x4000_0083L);
        assertEquals(EPT_MISCONFIGURATION, machine.launch());
        assertEquals(0, machine.read(EXIT_QUALIFICATION));
        assertEquals(0x4000_0123L, machine.read(GUEST_PHYSICAL_ADDRESS));
        assertEquals(0, machine.read(VmcsField.VM_EXIT_INSTRUCTION_LENGTH));
    }
}
