package hv.cpu.vmx;

import static hv.api.x86.VmcsField.*;
import static hv.cpu.testing.VmxMachine.CODE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.api.x86.Gpr;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The virtual-APIC page, the APIC-access page, x2APIC mode and virtual interrupts, seen by a guest in machine code. */
class ApicVirtualizationTests extends ApicGuest {
    // ---- TPR shadow ----
    @Test
    void cr8IsTheClassOfTheVirtualTpr() {
        page(TPR, 0xFFFF_FF5A);
        guest("mov rbx, cr8; mov eax, 9; mov cr8, rax", 0);
        assertEquals(HLT, machine.launch());
        assertEquals(5, machine.cpu.get(Gpr.RBX));
        assertEquals(0x90, page(TPR));
    }

    @Tag("EVT-015")
    @Test
    void aTprBelowTheThresholdExitsAfterTheInstruction() {
        page(TPR, 0x50);
        guest("mov eax, 3; mov cr8, rax", 0);
        machine.write(TPR_THRESHOLD, 4);
        assertEquals(BELOW_THRESHOLD, machine.launch());
        assertEquals(CODE + 9, machine.read(GUEST_RIP));
        assertEquals(0, qualification());
        machine.write(TPR_THRESHOLD, 3);
        assertEquals(HLT, machine.resume());
    }

    @Test
    void interceptingCr8ComesBeforeTheShadow() {
        guest("mov cr8, rax", 0);
        machine.set(PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, TPR_SHADOW | 1 << 19);
        assertEquals(CR, machine.launch());
    }

    @Tag("EVT-015")
    @Test
    void withVirtualizedAccessesTheThresholdCountsAtEntry() {
        page(TPR, 0x10);
        guest("nop", ACCESSES);
        machine.write(TPR_THRESHOLD, 2);
        assertEquals(BELOW_THRESHOLD, machine.launch());
        assertEquals(CODE, machine.read(GUEST_RIP));
    }

    // ---- the APIC-access page ----
    @Tag("MEM-005")
    @Test
    void withoutTheShadowEveryAccessExits() {
        machine.withGuest(load(TPR) + "; hlt");
        machine.set(SECONDARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, ACCESSES);
        machine.set(PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, SECONDARY);
        machine.write(APIC_ACCESS_ADDRESS, ACCESS_PAGE);
        assertEquals(ACCESS, machine.launch());
        assertEquals(TPR, qualification());
        assertEquals(CODE, machine.read(GUEST_RIP));
    }

    @Tag("MEM-005")
    @Test
    void theTprCanBeReadAndWritten() {
        page(TPR, 0x42);
        guest(load(TPR) + "; mov ebx, eax; " + store(TPR, 0xFFFF_FF37), ACCESSES);
        assertEquals(HLT, machine.launch());
        assertEquals(0x42, machine.cpu.get(Gpr.RBX));
        assertEquals(0x37, page(TPR));
    }

    @Tag("MEM-005")
    @ParameterizedTest(name = "{0} with qualification {1}H")
    @CsvSource({"'mov eax, [0x181020]',20", "'mov dword [0x181320], 0',1320", "'mov rax, [0x181080]',80", "'mov eax, [0x181082]',82",
        "'mov dword [0x181084], 0',1084", "'mov eax, 0x181080; jmp rax',2080", "'mov eax, [0x180FFE]',0", "'mov eax, [0x181FFE]',FFE",
        "'mov dword [0x1810A0], 0',10A0", "'or dword [0x181030], 1',30"})
    void whatIsNotVirtualizedExits(String code, String qualification) {
        guest(code, ACCESSES);
        assertEquals(ACCESS, machine.launch());
        assertEquals(Long.parseLong(qualification, 16), qualification());
    }

    @Tag("MEM-005")
    @Test
    void partsOfTheTprCanBeRead() {
        page(TPR, 0x42);
        guest("mov bl, [0x181080]", ACCESSES);
        assertEquals(HLT, machine.launch());
        assertEquals(0x42, machine.cpu.get(Gpr.RBX) & 0xFF);
    }

    @Tag("MEM-005")
    @Test
    void anEventThatPushesThereExits() {
        guest("nop", ACCESSES).withInterrupts(0x41);
        machine.write(GUEST_RSP, ACCESS_PAGE + 0x100);
        machine.write(VM_ENTRY_INTERRUPTION_INFORMATION, 1L << 31 | 0x41);
        assertEquals(ACCESS, machine.launch());
        assertEquals(3, qualification() >>> 12);
        assertEquals(1L << 31 | 0x41, machine.read(IDT_VECTORING_INFORMATION));
    }

    @Tag("MEM-005")
    @ParameterizedTest @ValueSource(ints = {0x20, 0x30, 0xB0, 0xD0, 0xE0, 0xF0, 0x100, 0x170, 0x180, 0x200, 0x270, 0x280, 0x300, 0x310, 0x320, 0x370,
        0x380, 0x3E0})
    void registerVirtualizationReadsThePage(int register) {
        page(register, 0x1234_5678 + register);
        guest(load(register), ACCESSES | REGISTERS);
        assertEquals(HLT, machine.launch());
        assertEquals(0x1234_5678 + register, machine.cpu.get(Gpr.RAX));
    }

    @Tag("MEM-005")
    @ParameterizedTest @ValueSource(ints = {0x00, 0x40, 0x90, 0xA0, 0xC0, 0x290, 0x2F0, 0x390, 0x3A0, 0x3F0, 0xFF0})
    void otherReadsExit(int register) {
        guest(load(register), ACCESSES | REGISTERS);
        assertEquals(ACCESS, machine.launch());
        assertEquals(register, qualification());
    }

    @Tag("APIC-001")
    @ParameterizedTest @ValueSource(ints = {0x20, 0xB0, 0xD0, 0xE0, 0xF0, 0x280, 0x300, 0x320, 0x330, 0x340, 0x350, 0x360, 0x370, 0x380, 0x3E0})
    void writesAreDoneAndToldAfterwards(int register) {
        guest(store(register, 0x1234_5678), ACCESSES | REGISTERS);
        assertEquals(WRITE_EXIT, machine.launch());
        assertEquals(register, qualification());
        assertEquals(CODE + 11, machine.read(GUEST_RIP));
        assertEquals(0x1234_5678, page(register));
        assertEquals(HLT, machine.resume());
    }

    @Tag("MEM-005")
    @ParameterizedTest @ValueSource(ints = {0x30, 0xA0, 0x100, 0x270, 0x390, 0x3F0})
    void otherWritesExitBefore(int register) {
        guest(store(register, 1), ACCESSES | REGISTERS);
        assertEquals(ACCESS, machine.launch());
        assertEquals(1 << 12 | register, qualification());
        assertEquals(0, page(register));
    }

    @Tag("APIC-001")
    @Test
    void theUpperCommandKeepsItsDestinationAlone() {
        guest(store(ICR_HIGH, 0x12FF_FFFF), ACCESSES | REGISTERS);
        assertEquals(HLT, machine.launch());
        assertEquals(0x1200_0000, page(ICR_HIGH));
    }

    // ---- virtual interrupts ----
    @Tag("EVT-016")
    @Test
    void aVirtualInterruptIsDeliveredWithoutAnExit() {
        guest("nop", DELIVERY).withInterrupts(0x51);
        request(0x51);
        machine.write(GUEST_INTERRUPT_STATUS, 0x51);
        assertEquals(HLT, machine.launch());
        assertEquals(0x51, machine.cpu.get(Gpr.RBX));
        assertEquals(false, has(IRR, 0x51));
        assertEquals(true, has(ISR, 0x51));
        assertEquals(0x50, page(PPR));
        assertEquals(0x5100, machine.read(GUEST_INTERRUPT_STATUS));
    }

    @Tag("EVT-016")
    @Test
    void theTprHoldsItBackUntilItIsLowered() {
        guest("nop; xor eax, eax; mov cr8, rax; nop", DELIVERY).withInterrupts(0x51);
        request(0x51);
        page(TPR, 0x50);
        machine.write(GUEST_INTERRUPT_STATUS, 0x51);
        assertEquals(HLT, machine.launch());
        assertEquals(0x51, machine.cpu.get(Gpr.RBX));
    }

    @Tag("EVT-016")
    @Test
    void ifHoldsItBack() {
        guest("nop; nop", DELIVERY);
        request(0x51);
        machine.write(GUEST_INTERRUPT_STATUS, 0x51);
        assertEquals(HLT, machine.launch());
        assertEquals(0, machine.cpu.get(Gpr.RBX));
        assertEquals(0x51, machine.read(GUEST_INTERRUPT_STATUS));
    }

    @Tag("EVT-016")
    @Test
    void anInterruptWindowComesInItsPlace() {
        guest("nop", DELIVERY).withInterrupts(0x51);
        request(0x51);
        machine.write(GUEST_INTERRUPT_STATUS, 0x51);
        machine.set(PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, INTERRUPT_WINDOW);
        assertEquals(INTERRUPT_WINDOW_EXIT, machine.launch());
    }

    @Test
    void eoiLetsTheNextOneIn() {
        guest(store(EOI, 0) + "; nop; nop", ACCESSES | DELIVERY).withInterrupts(0x51, 0x58);
        request(0x51);
        request(0x58);
        machine.write(GUEST_INTERRUPT_STATUS, 0x58);
        assertEquals(HLT, machine.launch());
        assertEquals(0x5851, machine.cpu.get(Gpr.RBX));
        assertEquals(0x5100, machine.read(GUEST_INTERRUPT_STATUS));
        assertEquals(0, page(EOI));
    }

    @Tag("EVT-017")
    @Test
    void anEoiOfAMarkedVectorExits() {
        guest(store(EOI, 7), ACCESSES | DELIVERY);
        page(ISR + 0x20, 1 << 0x11);
        machine.write(GUEST_INTERRUPT_STATUS, 0x5100);
        machine.write(EOI_EXIT_BITMAP_1, 1 << 0x11);
        assertEquals(EOI_EXIT, machine.launch());
        assertEquals(0x51, qualification());
        assertEquals(CODE + 11, machine.read(GUEST_RIP));
        assertEquals(0, machine.read(GUEST_INTERRUPT_STATUS));
        assertEquals(false, has(ISR, 0x51));
    }

    @Tag("APIC-001")
    @Test
    void aSelfInterruptNeedsNoExit() {
        guest(store(ICR, 1 << 18 | 0x61) + "; nop", ACCESSES | DELIVERY).withInterrupts(0x61);
        assertEquals(HLT, machine.launch());
        assertEquals(0x61, machine.cpu.get(Gpr.RBX));
    }

    @Tag("APIC-001")
    @ParameterizedTest @ValueSource(ints = {0x61, 1 << 18 | 0x0F, 1 << 18 | 4 << 8 | 0x61, 1 << 18 | 1 << 15 | 0x61, 2 << 18 | 0x61, 1 << 18 | 1 << 12 | 0x61})
    void otherCommandsExit(int command) {
        guest(store(ICR, command), ACCESSES | DELIVERY);
        assertEquals(WRITE_EXIT, machine.launch());
        assertEquals(ICR, qualification());
        assertEquals(command, page(ICR));
    }

    @Tag("EVT-016")
    @Test
    void aVirtualInterruptWakes() {
        guest("nop", DELIVERY).withInterrupts(0x51);
        request(0x51);
        machine.write(GUEST_INTERRUPT_STATUS, 0x51);
        machine.write(GUEST_ACTIVITY_STATE, 1);
        assertEquals(HLT, machine.launch());
        assertEquals(0x51, machine.cpu.get(Gpr.RBX));
    }

    // ---- x2APIC mode ----
    @Test
    void theTprIsAnMsr() {
        page(TPR, 0x42);
        x2apic("mov ecx, 0x808; rdmsr; mov ebx, eax; " + wrmsr(0x808, 0x37), 0);
        assertEquals(HLT, machine.launch());
        assertEquals(0x42, machine.cpu.get(Gpr.RBX));
        assertEquals(0x37, page(TPR));
    }

    @Tag("APIC-003")
    @Test
    void theTprMsrMeetsTheThreshold() {
        page(TPR, 0x50);
        x2apic(wrmsr(0x808, 0x30), 0);
        machine.write(TPR_THRESHOLD, 4);
        assertEquals(BELOW_THRESHOLD, machine.launch());
        assertEquals(CODE + 14, machine.read(GUEST_RIP));
    }

    @Test
    void registerVirtualizationReadsAnyMsrFromThePage() {
        page(0x390, 0x1234);
        page(0x394, 0x5678);
        x2apic("mov ecx, 0x839; rdmsr", REGISTERS);
        assertEquals(HLT, machine.launch());
        assertEquals(List.of(0x1234L, 0x5678L), List.of(machine.cpu.get(Gpr.RAX), machine.cpu.get(Gpr.RDX)));
    }

    @Test
    void eoiAndSelfInterruptsAreMsrsToo() {
        x2apic(wrmsr(0x83F, 0x61) + "; nop; " + wrmsr(0x80B, 0) + "; nop", DELIVERY).withInterrupts(0x61);
        assertEquals(HLT, machine.launch());
        assertEquals(0x61, machine.cpu.get(Gpr.RBX));
        assertEquals(0, machine.read(GUEST_INTERRUPT_STATUS));
    }

    @Tag("APIC-002")
    @Test
    void anIllegalSelfInterruptExits() {
        x2apic(wrmsr(0x83F, 0x0F), DELIVERY);
        assertEquals(WRITE_EXIT, machine.launch());
        assertEquals(0x3F0, qualification());
    }

    @ParameterizedTest @CsvSource({"808,100", "80B,1", "83F,100"})
    void reservedBitsFault(String msr, String value) {
        x2apic(wrmsr(Integer.parseInt(msr, 16), Integer.parseInt(value, 16)), DELIVERY);
        machine.write(EXCEPTION_BITMAP, 1 << 13);
        assertEquals(0, machine.launch());
        assertEquals(13, machine.read(VM_EXIT_INTERRUPTION_INFORMATION) & 0xFF);
    }

    @Test
    void theMsrBitmapsComeFirst() {
        machine.ram.write(MSR_BITMAP_PAGE + 0x101, 1, 1);
        x2apic("mov ecx, 0x808; rdmsr", 0);
        assertEquals(RDMSR, machine.launch());
    }

    @Test
    void otherWritesGoToTheRealApic() {
        x2apic(wrmsr(0x80B, 0), 0);
        machine.write(EXCEPTION_BITMAP, 1 << 13);
        assertEquals(0, machine.launch());
    }

    // ---- guest-physical accesses ----
    /** Page tables of the guest's own whose first level, by the extended page tables, is the APIC-access page. */
    @Tag("MEM-006")
    @Test
    void aPagingStructureThereExits() {
        guest("nop", ACCESSES);
        long root = 0x1C_0000, directory = root + 0x1000;
        machine.ram.write(root, 8, directory | 7);
        machine.ram.write(directory, 8, 0x80 | 6 << 3 | 7);
        machine.set(SECONDARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, ACCESSES | 1 << 1);
        machine.write(EPT_POINTER, root | 6 | 3 << 3);
        machine.write(GUEST_CR3, ACCESS_PAGE);
        assertEquals(ACCESS, machine.launch());
        assertEquals(15, qualification() >>> 12);
    }
}
