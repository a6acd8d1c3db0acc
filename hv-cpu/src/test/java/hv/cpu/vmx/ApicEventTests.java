package hv.cpu.vmx;

import static hv.api.x86.VmcsField.*;
import static hv.cpu.testing.VmxMachine.CODE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.x86.Gpr;
import hv.api.x86.VmcsField;
import hv.cpu.VmxResult;
import hv.cpu.testing.VmxMachine;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exits of APIC virtualization and virtual interrupts among other events: who comes first, what blocks them, and all that they report. */
class ApicEventTests extends ApicGuest {
    private static final int EXCEPTION = 0, EXTERNAL_INTERRUPT = 1, INIT = 3, MTF = 37;
    private static final int NMI_CONTROL = 8, MTF_CONTROL = 1 << 27;
    private static final int IN_HLT = 1, SHUTDOWN = 2, WAIT_FOR_SIPI = 3, STI = 1, MOV_SS = 2, SINGLE_STEP = 1 << 14, TF = 0x100;
    private static final long VALID = 1L << 31, RF = 1 << 16;
    private static final int LONGEST = 100;

    private void init() {
        machine.cpu.apic().write(0x310, 4, 0);
        machine.cpu.apic().write(0x300, 4, 5 << 8 | 1 << 14);
    }

    /** Enters a guest that may wait for ever. @return the exit reason, or -1 if there is none */
    private long launchBriefly() {
        machine.cpu.limit(machine.cpu.retired() + LONGEST);
        return machine.cpu.vmlaunch() instanceof VmxResult.Paused ? -1 : machine.read(EXIT_REASON);
    }

    private void pending(int vector) {
        request(vector);
        machine.write(GUEST_INTERRUPT_STATUS, vector);
    }

    // ---- exits that come after an instruction ----
    @Tag("EVT-015")
    @ParameterizedTest
    @CsvSource({"0,0,43", "0,3,-1", "1,0,43", "2,0,43", "0,1,43", "0,2,-1"})
    void anEntryBelowTheThresholdExitsWhateverBlocks(int interruptibility, int activity, int reason) {
        guest("nop", ACCESSES);
        machine.write(TPR_THRESHOLD, 2);
        machine.write(GUEST_INTERRUPTIBILITY_STATE, interruptibility);
        if (interruptibility == STI) machine.write(GUEST_RFLAGS, RFLAGS_IF);
        machine.write(GUEST_ACTIVITY_STATE, activity);
        assertEquals(reason, launchBriefly());
        if (reason < 0) return;
        assertEquals(activity, machine.read(GUEST_ACTIVITY_STATE));
        assertEquals(interruptibility, machine.read(GUEST_INTERRUPTIBILITY_STATE));
        assertEquals(0, qualification());
    }

    /** The exit is late, not lost. */
    @Tag("EVT-015")
    @Test
    void inShutdownTheExitComesWhenAnNmiHasWokenTheGuest() {
        guest("nop", ACCESSES).handler(2);
        machine.write(TPR_THRESHOLD, 2);
        machine.write(GUEST_ACTIVITY_STATE, SHUTDOWN);
        machine.cpu.nmi();
        assertEquals(BELOW_THRESHOLD, machine.launch());
        assertEquals(HANDLER + 0x40, machine.read(GUEST_RIP));
    }

    @Tag("EVT-015")
    @Test
    void injectionComesBeforeTheThreshold() {
        guest("nop", ACCESSES).withInterrupts(0x41);
        machine.write(TPR_THRESHOLD, 2);
        machine.write(VM_ENTRY_INTERRUPTION_INFORMATION, VALID | 0x41);
        assertEquals(BELOW_THRESHOLD, machine.launch());
        assertEquals(HANDLER + 0x20 * 0x41, machine.read(GUEST_RIP));
        assertEquals(0, machine.read(IDT_VECTORING_INFORMATION) & VALID);
    }

    @Tag("EVT-015")
    @Test
    void withVirtualInterruptDeliveryThereIsNoThreshold() {
        guest(store(TPR, 0), ACCESSES | DELIVERY);
        machine.write(TPR_THRESHOLD, 0xFFFF_FFFFL);
        assertEquals(HLT, machine.launch());
    }

    /** With TF, the single-step trap stays pending; MTF, NMI and interrupt wait, too. */
    @Tag("EVT-015")
    @Tag("EVT-017")
    @Tag("APIC-001")
    @ParameterizedTest
    @ValueSource(ints = {BELOW_THRESHOLD, EOI_EXIT, WRITE_EXIT})
    void anExitAfterAnInstructionComesBeforeAllOtherEvents(int reason) {
        int register = reason == BELOW_THRESHOLD ? TPR : reason == EOI_EXIT ? EOI : 0x280;
        guest("nop; " + store(register, 0x10) + "; mov bl, 1", ACCESSES | (reason == BELOW_THRESHOLD ? 0 : REGISTERS | DELIVERY));
        page(TPR, 0x50);
        if (reason == BELOW_THRESHOLD) machine.write(TPR_THRESHOLD, 5);
        machine.write(EOI_EXIT_BITMAP_0, 1);
        machine.set(PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, MTF_CONTROL);
        machine.set(PIN_BASED_VM_EXECUTION_CONTROLS, NMI_CONTROL | 1);
        assertEquals(MTF, machine.launch());
        machine.write(GUEST_RFLAGS, RFLAGS_IF | TF);
        machine.write(GUEST_INTERRUPTIBILITY_STATE, MOV_SS);
        machine.write(GUEST_PENDING_DEBUG_EXCEPTIONS, SINGLE_STEP);
        machine.cpu.nmi();
        controller.pending = true;
        assertEquals(reason, machine.resume());
        assertEquals(CODE + 12, machine.read(GUEST_RIP));
        assertEquals(SINGLE_STEP, machine.read(GUEST_PENDING_DEBUG_EXCEPTIONS));
        assertEquals(0, machine.read(VM_EXIT_INSTRUCTION_LENGTH));
        assertEquals(0, machine.read(GUEST_INTERRUPTIBILITY_STATE));
        init();
        assertEquals(INIT, resume(TPR_THRESHOLD, 0));
    }

    @Tag("EVT-015")
    @Test
    void theThresholdComesBeforeInitAtEntry() {
        guest("nop", ACCESSES);
        machine.write(TPR_THRESHOLD, 1);
        init();
        assertEquals(BELOW_THRESHOLD, machine.launch());
        assertEquals(INIT, resume(TPR_THRESHOLD, 0));
    }

    @Tag("EVT-017")
    @ParameterizedTest
    @ValueSource(ints = {0x10, 0x3F, 0x40, 0x7F, 0x80, 0xBF, 0xC0, 0xFF})
    void eachVectorHasItsBitOfTheEoiExitBitmaps(int vector) {
        var bitmaps = new VmcsField[] {EOI_EXIT_BITMAP_0, EOI_EXIT_BITMAP_1, EOI_EXIT_BITMAP_2, EOI_EXIT_BITMAP_3};
        guest(store(EOI, 0) + "; " + store(EOI, 0), ACCESSES | DELIVERY);
        for (var bitmap : bitmaps) machine.write(bitmap, -1);
        machine.write(bitmaps[vector >> 6], ~(1L << vector));
        machine.write(GUEST_INTERRUPT_STATUS, vector << 8);
        page(ISR + (vector >> 5 << 4), 1 << vector);
        assertEquals(EOI_EXIT, machine.launch(), "the second one, of vector 0");
        assertEquals(CODE + 22, machine.read(GUEST_RIP));
        assertEquals(0, qualification());
    }

    @Tag("APIC-004")
    @Test
    void anEoiByMsrExitsByItsBit() {
        x2apic(wrmsr(0x80B, 0) + "; mov bl, 1", DELIVERY);
        page(ISR + 0x20, 1 << 0x11);
        machine.write(GUEST_INTERRUPT_STATUS, 0x5100);
        machine.write(EOI_EXIT_BITMAP_1, 1 << 0x11);
        assertEquals(EOI_EXIT, machine.launch());
        assertEquals(0x51, qualification());
        assertEquals(CODE + 14, machine.read(GUEST_RIP));
        assertEquals(0, machine.read(GUEST_INTERRUPT_STATUS));
    }

    /** An EOI of a vector that the EOI-exit bitmap names exits before waiting interrupts are evaluated; they are recognized at the next entry. */
    @Tag("EVT-017")
    @Test
    void afterAnEoiExitWaitingInterruptsAreEvaluatedAtTheNextEntry() {
        guest(store(EOI, 0) + "; nop", ACCESSES | DELIVERY).withInterrupts(0x41);
        request(0x41);
        page(ISR + 0x20, 1 << 0x11);
        machine.write(GUEST_INTERRUPT_STATUS, 0x5141);
        machine.write(EOI_EXIT_BITMAP_1, 1 << 0x11);
        assertEquals(EOI_EXIT, machine.launch());
        assertEquals(0x41, machine.read(GUEST_INTERRUPT_STATUS));
        assertEquals(0, machine.cpu.get(Gpr.RBX));
        assertEquals(HLT, machine.resume());
        assertEquals(0x41, machine.cpu.get(Gpr.RBX));
        assertEquals(0x4100, machine.read(GUEST_INTERRUPT_STATUS));
    }

    // ---- the APIC-access page ----
    /** Each byte is an operation of its own, and the last one stays. */
    @Tag("APIC-001")
    @Test
    void eachIterationOfAStringInstructionIsOneOperation() {
        guest("rep stosb", ACCESSES);
        machine.cpu.set(Gpr.RDI, ACCESS_PAGE + TPR);
        machine.cpu.set(Gpr.RCX, 4);
        machine.cpu.set(Gpr.RAX, 0x70);
        assertEquals(HLT, machine.launch());
        assertEquals(0x70, page(TPR));
        assertEquals(0, machine.cpu.get(Gpr.RCX));
    }

    /** ENTER with one level: two pushes of a word. The first one's EOI never comes, as the instruction does not end. */
    @Tag("MEM-005")
    @Test
    void theSecondWriteOfAnInstructionExits() {
        guest("o16 enter 0, 1", ACCESSES | DELIVERY);
        machine.write(GUEST_INTERRUPT_STATUS, 0x5100);
        machine.write(GUEST_RSP, ACCESS_PAGE + EOI + 4);
        assertEquals(ACCESS, machine.launch());
        assertEquals(0x1000 | EOI, qualification());
        assertEquals(CODE, machine.read(GUEST_RIP));
        assertEquals(ACCESS_PAGE + EOI + 4, machine.read(GUEST_RSP));
        assertEquals(HLT, resume(GUEST_RIP, CODE + 5));
        assertEquals(0x5100, machine.read(GUEST_INTERRUPT_STATUS));
    }

    @Tag("MEM-005")
    @Test
    void anAccessTellsItsPlaceAndSetsTheResumeFlag() {
        guest("nop; " + load(0x20), ACCESSES);
        assertEquals(ACCESS, machine.launch());
        assertEquals(CODE + 1, machine.read(GUEST_RIP));
        assertEquals(RF | 2, machine.read(GUEST_RFLAGS));
        assertEquals(0, machine.read(VM_EXIT_INSTRUCTION_LENGTH));
        assertEquals(0, machine.read(IDT_VECTORING_INFORMATION) & VALID);
    }

    @Tag("MEM-005")
    @ParameterizedTest
    @CsvSource({"int 0x41,2,80000441", "int3,1,80000603", "ud2,0,80000306"})
    void anAccessDuringDeliveryNamesTheEvent(String code, int length, String event) {
        guest(code, ACCESSES);
        for (int vector : new int[] {0x41, 3, 6}) handler(vector);
        machine.write(GUEST_RSP, ACCESS_PAGE + 0x100);
        assertEquals(ACCESS, machine.launch());
        assertEquals(3 << 12, qualification() & 0x1_F000);
        assertEquals(Long.parseLong(event, 16), machine.read(IDT_VECTORING_INFORMATION));
        assertEquals(length, machine.read(VM_EXIT_INSTRUCTION_LENGTH));
        assertEquals(CODE, machine.read(GUEST_RIP));
    }

    /** Page tables that map one page more, at this address, on the APIC-access page. */
    private long mapped(long flags) {
        long tables = 0x1C_0000, linear = 0x4000_0000L;
        machine.ram.write(VmxMachine.PDPT + 8, 8, tables | 7);
        machine.ram.write(tables, 8, tables + 0x1000 | 7);
        machine.ram.write(tables + 0x1000, 8, ACCESS_PAGE | flags);
        return linear;
    }

    @Tag("MEM-005")
    @ParameterizedTest
    @CsvSource({"0,14", "1,14", "3,44"})
    void aPageFaultComesBeforeAndFlagsAreSetFirst(long flags, int outcome) {
        guest("mov dword [rbx], 0", ACCESSES);
        machine.cpu.set(Gpr.RBX, mapped(flags) + 0x20);
        machine.write(GUEST_CR0, machine.read(GUEST_CR0) | 1 << 16);
        machine.write(EXCEPTION_BITMAP, 1 << 14);
        long reason = machine.launch();
        assertEquals(outcome, reason == EXCEPTION ? machine.read(VM_EXIT_INTERRUPTION_INFORMATION) & 0xFF : reason);
        if (outcome == ACCESS) assertEquals(0x1020, qualification());
        assertEquals(outcome == ACCESS ? 0x63 : flags, machine.ram.read(0x1C_1000, 1));
    }

    @Tag("MEM-005")
    @ParameterizedTest
    @CsvSource({"7,44", "5,48", "1,48"})
    void anEptViolationComesBefore(long rights, int reason) {
        guest("mov dword [rbx], 0", ACCESSES);
        RealModeGuest.identityEpt(machine);
        machine.ram.write(0x15_1008, 8, 0x1C_2000 | 7);
        long tables = 0x1C_2000;
        machine.ram.write(tables, 8, tables + 0x1000 | 7);
        machine.ram.write(tables + 0x1000, 8, ACCESS_PAGE | 6 << 3 | rights);
        machine.ram.write(VmxMachine.PDPT + 8, 8, 0x4000_0083L);
        machine.cpu.set(Gpr.RBX, 0x4000_0020L);
        assertEquals(reason, machine.launch());
    }

    /** The stack's page table lies, by EPT, on the APIC-access page. */
    @Tag("MEM-006")
    @ParameterizedTest
    @CsvSource({"int 0x41,A", "push rax,F"})
    void aGuestPhysicalAccessTellsWhetherAnEventWasDelivered(String code, String type) {
        guest(code, ACCESSES).handler(0x41);
        RealModeGuest.identityEpt(machine);
        long tables = 0x1C_2000;
        machine.ram.write(0x15_1008, 8, tables | 7);
        machine.ram.write(tables, 8, tables + 0x1000 | 7);
        machine.ram.write(tables + 0x1000, 8, ACCESS_PAGE | 6 << 3 | 7);
        machine.ram.write(VmxMachine.PDPT + 8, 8, 0x4000_0007L);
        machine.write(GUEST_RSP, 0x4000_0100L);
        assertEquals(ACCESS, machine.launch());
        assertEquals(Long.parseLong(type, 16), qualification() >>> 12);
        assertEquals(type.equals("A") ? VALID | 0x441 : 0, machine.read(IDT_VECTORING_INFORMATION));
    }

    // ---- what the host changes between an exit and VMRESUME ----
    @Tag("EVT-017")
    @Test
    void aResumeTakesNewEoiExitBitmaps() {
        guest(store(EOI, 0), ACCESSES | DELIVERY);
        assertEquals(HLT, machine.launch());
        machine.write(GUEST_RIP, CODE);
        assertEquals(EOI_EXIT, resume(EOI_EXIT_BITMAP_0, 1));
    }

    @Tag("MEM-005")
    @Test
    void aResumeTakesANewApicAccessPage() {
        guest(load(TPR), ACCESSES);
        page(TPR, 0x42);
        machine.ram.write(ACCESS_PAGE + TPR, 4, 0x99);
        assertEquals(HLT, machine.launch());
        assertEquals(0x42, machine.cpu.get(Gpr.RAX));
        machine.write(GUEST_RIP, CODE);
        assertEquals(HLT, resume(APIC_ACCESS_ADDRESS, ACCESS_PAGE + 0x1000));
        assertEquals(0x99, machine.cpu.get(Gpr.RAX), "the old one is memory like any other");
        machine.write(GUEST_RIP, CODE);
        assertEquals(HLT, resume(APIC_ACCESS_ADDRESS, ACCESS_PAGE));
        assertEquals(0x42, machine.cpu.get(Gpr.RAX));
        machine.write(GUEST_RIP, CODE);
        machine.ram.write(VIRTUAL_PAGE + 0x4000 + TPR, 4, 0x77);
        assertEquals(HLT, resume(VIRTUAL_APIC_ADDRESS, VIRTUAL_PAGE + 0x4000));
        assertEquals(0x77, machine.cpu.get(Gpr.RAX));
    }

    /** Read, changed and written in one instruction: one write. */
    @Tag("APIC-001")
    @ParameterizedTest
    @CsvSource({"'or dword [0x181080], 0x20',70", "'lock or dword [0x181080], 0x20',70", "'xchg [0x181080], eax',30"})
    void aRegisterCanBeChangedInPlace(String code, String tpr) {
        guest(code, ACCESSES);
        page(TPR, 0x50);
        machine.cpu.set(Gpr.RAX, 0x30);
        assertEquals(HLT, machine.launch());
        assertEquals(Long.parseLong(tpr, 16), page(TPR));
    }

    /** XMM stores, FXSAVE and stores of 64 bits are wider than a register. */
    @Tag("MEM-005")
    @ParameterizedTest
    @ValueSource(strings = {"movdqu [0x181080], xmm0", "fxsave [0x181080]", "mov [0x181080], rax"})
    void wideStoresExit(String code) {
        guest(code, ACCESSES);
        machine.write(GUEST_CR4, machine.read(GUEST_CR4) | 0x200);
        page(TPR, 0x50);
        assertEquals(ACCESS, machine.launch());
        assertEquals(0x1000 | TPR, qualification());
        assertEquals(0x50, page(TPR));
    }

    @Tag("MEM-005")
    @ParameterizedTest
    @CsvSource({"'fstp dword [0x181080]',12", "'mov word [0x181082], 0',12", "'mov word [0x181083], 0',44"})
    void whatFitsIntoTheLowFourBytesDoesNotExit(String code, int reason) {
        guest(code, ACCESSES);
        assertEquals(reason, machine.launch());
    }

    // ---- virtual interrupts ----
    @Tag("EVT-016")
    @ParameterizedTest
    @CsvSource({"51,40,0,1", "51,50,0,0", "51,5F,0,0", "5F,50,0,0", "60,5F,0,1", "51,0,50,0", "51,0,4F,1", "0F,0,0,0", "10,0,0,1", "FF,EF,E0,1"})
    void itNeedsAHigherClassThanTprAndWhatIsInService(String requested, String tpr, String serviced, int delivered) {
        int vector = Integer.parseInt(requested, 16);
        guest("nop", DELIVERY).withInterrupts(vector);
        page(TPR, Integer.parseInt(tpr, 16));
        request(vector);
        machine.write(GUEST_INTERRUPT_STATUS, vector | Integer.parseInt(serviced, 16) << 8);
        assertEquals(HLT, machine.launch());
        assertEquals(delivered * vector, machine.cpu.get(Gpr.RBX));
    }

    @Tag("EVT-016")
    @ParameterizedTest
    @CsvSource({"1,0,1", "2,0,1", "0,0,0", "0,1,0"})
    void blockingHoldsItForOneInstruction(int interruptibility, int activity, int held) {
        guest("nop; nop", DELIVERY).withInterrupts(0x51);
        pending(0x51);
        machine.ram.write(HANDLER + 0x20 * 0x51, 1, 0xF4);
        machine.write(GUEST_INTERRUPTIBILITY_STATE, interruptibility);
        machine.write(GUEST_ACTIVITY_STATE, activity);
        assertEquals(HLT, machine.launch());
        assertEquals(CODE + held, machine.ram.read(machine.read(GUEST_RSP), 8));
    }

    @Tag("EVT-016")
    @ParameterizedTest
    @ValueSource(ints = {SHUTDOWN, WAIT_FOR_SIPI})
    void shutdownAndWaitForSipiBlockIt(int activity) {
        guest("nop", DELIVERY).withInterrupts(0x51);
        pending(0x51);
        machine.write(GUEST_ACTIVITY_STATE, activity);
        assertEquals(-1, launchBriefly());
    }

    /** A virtual interrupt comes before a real one. */
    @Tag("EVT-016")
    @Test
    void externalInterruptsComeAfterIt() {
        guest("nop", DELIVERY).withInterrupts(0x51);
        pending(0x51);
        controller.pending = true;
        assertEquals(EXTERNAL_INTERRUPT, machine.launch());
        assertEquals(HANDLER + 0x20 * 0x51, machine.read(GUEST_RIP));
        assertEquals(0x5100, machine.read(GUEST_INTERRUPT_STATUS));
    }

    @Tag("EVT-016")
    @ParameterizedTest
    @CsvSource({"0,40,52", "400000,28,8", "0,8,0"})
    void timerNmiWindowAndNmiComeBeforeIt(String primary, String pin, int reason) {
        guest("nop", DELIVERY).withInterrupts(0x51);
        pending(0x51);
        machine.set(PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, Long.parseLong(primary, 16));
        machine.set(PIN_BASED_VM_EXECUTION_CONTROLS, Long.parseLong(pin, 16));
        if (reason == EXCEPTION) machine.cpu.nmi();
        assertEquals(reason, machine.launch());
        assertEquals(CODE, machine.read(GUEST_RIP));
        assertEquals(0x51, machine.read(GUEST_INTERRUPT_STATUS));
        assertTrue(has(IRR, 0x51));
    }

    @Tag("EVT-016")
    @Test
    void mtfExitsAfterItsDelivery() {
        guest("nop", DELIVERY).withInterrupts(0x51);
        pending(0x51);
        machine.set(PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, MTF_CONTROL);
        assertEquals(MTF, machine.launch());
        assertEquals(HANDLER + 0x20 * 0x51, machine.read(GUEST_RIP));
    }

    @Tag("EVT-016")
    @Test
    void anExitDuringItsDeliveryNamesIt() {
        guest("nop", DELIVERY).withInterrupts(0x51);
        machine.set(SECONDARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, ACCESSES);
        pending(0x51);
        machine.write(GUEST_RSP, ACCESS_PAGE + 0x100);
        assertEquals(ACCESS, machine.launch());
        assertEquals(VALID | 0x51, machine.read(IDT_VECTORING_INFORMATION));
        assertEquals(0x5100, machine.read(GUEST_INTERRUPT_STATUS));
    }

    /** The host requests a vector between an exit and its VMRESUME. */
    @Tag("EVT-016")
    @Test
    void aResumeEvaluatesWhatTheHostHasWritten() {
        guest("hlt; nop", DELIVERY).withInterrupts(0x51, 0x61);
        assertEquals(HLT, machine.launch());
        pending(0x51);
        assertEquals(HLT, resume(GUEST_RIP, CODE + 1));
        assertEquals(0x51, machine.cpu.get(Gpr.RBX));
        request(0x61);
        assertEquals(HLT, resume(GUEST_INTERRUPT_STATUS, 0x5161));
        assertEquals(0x5161, machine.cpu.get(Gpr.RBX));
    }

    /** MWAIT that masked interrupts end: ECX[0] is 1 and IF is 0. */
    @Tag("EVT-016")
    @Test
    void mwaitDoesNotWaitWhereOneIsRecognized() {
        guest("monitor; mov cl, 1; mwait; nop", DELIVERY);
        pending(0x51);
        machine.cpu.set(Gpr.RAX, VmxMachine.FREE);
        machine.cpu.set(Gpr.RCX, 0);
        machine.clear(PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, 1 << 29 | 1 << 10);
        assertEquals(HLT, launchBriefly());
        assertEquals(CODE + 9, machine.read(GUEST_RIP));
    }
}
