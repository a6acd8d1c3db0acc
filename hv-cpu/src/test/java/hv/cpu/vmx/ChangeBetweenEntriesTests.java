package hv.cpu.vmx;

import static hv.api.x86.VmcsField.*;
import static hv.cpu.testing.VmxMachine.CODE;
import static hv.cpu.testing.VmxMachine.FREE;
import static hv.cpu.testing.VmxMachine.VMCS;
import static hv.cpu.testing.VmxMachine.fails;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.x86.VmcsField;
import hv.cpu.SystemRegister;
import hv.cpu.testing.VmxMachine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An entry checks again what may have changed since the last one: by VMWRITE, by the guest, by the processor, in memory. */
class ChangeBetweenEntriesTests {
    private static final int CPUID = 10, INVALID_GUEST = 33, MSR_LOADING = 34;
    private static final long ENTRY_FAILURE = 1L << 31;

    private VmxMachine machine = new VmxMachine(EntryTable.permissive());

    @AfterEach
    void close() { machine.close(); }

    /** A guest that exits twice by CPUID, after the first exit. */
    private void exitedOnce() {
        machine.withGuest("cpuid; cpuid");
        assertEquals(CPUID, machine.launch());
        machine.write(GUEST_RIP, CODE + 2);
    }

    @Test
    void whatNobodyChangedIsGood() {
        exitedOnce();
        assertEquals(CPUID, machine.resume());
    }

    @Test
    void fieldsThatWereWritten() {
        exitedOnce();
        machine.write(GUEST_RFLAGS, 0);
        assertEquals(INVALID_GUEST | ENTRY_FAILURE, machine.resume());
    }

    @Test
    void hostFieldsThatWereWritten() {
        exitedOnce();
        machine.write(HOST_TR_SELECTOR, 0);
        assertEquals(fails(8), machine.cpu.vmresume());
    }

    /** Bytes of the region, changed behind VMWRITE by a device, a debugger or a guest store. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void bytesOfTheVmcsBehindVmwrite(boolean inBulk) {
        exitedOnce();
        long at = VMCS.value() + Vmcs.offset(GUEST_RFLAGS);
        if (inBulk) machine.ram.fill(at, 8, (byte) 0);
        else machine.ram.write(at, 8, 0);
        assertEquals(INVALID_GUEST | ENTRY_FAILURE, machine.resume());
    }

    @Test
    void bytesOfTheVmcsStoredByTheGuestItself() {
        long at = VMCS.value() + Vmcs.offset(HOST_TR_SELECTOR);
        machine.withGuest("cpuid; mov qword [%d], 0; cpuid".formatted(at));
        assertEquals(CPUID, machine.launch());
        machine.write(GUEST_RIP, CODE + 2);
        assertEquals(CPUID, machine.resume());
        assertEquals(fails(8), machine.cpu.vmresume());
    }

    /** The guest leaves IA-32e mode; EFER is loaded from a field that no exit saves. */
    @Test
    void guestStateThatTheExitSaved() {
        machine.withGuest("cpuid; mov rax, cr0; btr eax, 31; mov cr0, rax; cpuid");
        enableEpt();
        machine.set(SECONDARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, 1 << 7);
        machine.write(GUEST_CS_ACCESS_RIGHTS, 0xC09B);
        machine.set(VM_ENTRY_CONTROLS, 1 << 15);
        machine.write(GUEST_IA32_EFER, 0x500);
        assertEquals(CPUID, machine.launch());
        machine.write(GUEST_RIP, CODE + 2);
        assertEquals(CPUID, machine.resume());
        assertEquals(0, machine.read(VM_ENTRY_CONTROLS) & 1 << 9, "IA-32e mode guest follows the guest");
        assertEquals(INVALID_GUEST | ENTRY_FAILURE, machine.resume());
    }

    /** A trap held back by MOV SS, with BTF in a field that no entry loads. */
    @Test
    void pendingDebugExceptionsThatTheExitSaved() {
        machine.withGuest("cpuid; mov ss, ax; cpuid");
        machine.clear(VM_ENTRY_CONTROLS, 1 << 2);
        machine.clear(PRIMARY_VM_EXIT_CONTROLS, 1 << 2);
        machine.write(GUEST_IA32_DEBUGCTL, 2);
        machine.cpu.set(hv.api.x86.Gpr.RAX, 16);
        assertEquals(CPUID, machine.launch());
        machine.cpu.set(hv.api.x86.Gpr.RAX, 16);
        machine.write(GUEST_RIP, CODE + 2);
        machine.write(GUEST_RFLAGS, 0x102);
        assertEquals(CPUID, machine.resume());
        assertEquals(1 << 14, machine.read(GUEST_PENDING_DEBUG_EXCEPTIONS));
        assertEquals(INVALID_GUEST | ENTRY_FAILURE, machine.resume());
    }

    @Test
    void theModeOfTheProcessor() {
        exitedOnce();
        machine.cpu.set(SystemRegister.EFER, 0);
        assertEquals(fails(8), machine.cpu.vmresume());
    }

    @Test
    void theTaskPriorityInTheVirtualApicPage() {
        machine.withGuest("cpuid; cpuid");
        machine.write(VIRTUAL_APIC_ADDRESS, FREE);
        machine.set(PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, 1 << 21);
        machine.write(TPR_THRESHOLD, 2);
        machine.ram.write(FREE + 0x80, 4, 0x20);
        assertEquals(CPUID, machine.launch());
        machine.ram.write(FREE + 0x80, 4, 0x10);
        assertEquals(fails(7), machine.cpu.vmresume());
    }

    @Test
    void theRegionThatTheLinkPointerNames() {
        machine.withGuest("cpuid; cpuid");
        machine.ram.write(FREE, 4, machine.cpu.rdmsr(0x480).orElseThrow() & 0x7FFF_FFFF);
        machine.write(VMCS_LINK_POINTER, FREE);
        assertEquals(CPUID, machine.launch());
        machine.ram.write(FREE, 4, 1);
        assertEquals(INVALID_GUEST | ENTRY_FAILURE, machine.resume());
        assertEquals(4, machine.read(EXIT_QUALIFICATION));
    }

    @Test
    void pdptesInMemory() {
        machine.withGuest("cpuid");
        machine.ram.write(FREE, 8, 0x15_0001);
        machine.ram.write(0x15_0000, 8, 0x83);
        legacyGuest(0x8000_0031L, 0x2020);
        machine.write(GUEST_CR3, FREE);
        assertEquals(CPUID, machine.launch());
        machine.ram.write(FREE + 8, 8, 0x100 | 1);
        assertEquals(INVALID_GUEST | ENTRY_FAILURE, machine.resume());
        assertEquals(2, machine.read(EXIT_QUALIFICATION));
    }

    @Test
    void theListOfMsrsToLoad() {
        machine.withGuest("cpuid");
        machine.ram.write(FREE, 8, 0xC000_0103L);
        machine.write(VM_ENTRY_MSR_LOAD_ADDRESS, FREE);
        machine.write(VM_ENTRY_MSR_LOAD_COUNT, 1);
        assertEquals(CPUID, machine.launch());
        machine.ram.write(FREE, 8, 0xC000_0100L);
        assertEquals(MSR_LOADING | ENTRY_FAILURE, machine.resume());
        assertEquals(1, machine.read(EXIT_QUALIFICATION));
    }

    @Test
    void anotherVmcs() {
        exitedOnce();
        machine.current(VmxMachine.OTHER_VMCS);
        assertEquals(fails(7), machine.cpu.vmlaunch());
        assertTrue(machine.cpu.vmptrld(VMCS).succeeded());
        assertEquals(CPUID, machine.resume());
    }

    private void enableEpt() {
        long pml4 = 0x15_0000, pdpt = 0x15_1000;
        machine.ram.write(pml4, 8, pdpt | 7);
        machine.ram.write(pdpt, 8, 0xB7);
        machine.write(EPT_POINTER, pml4 | 0x1E);
        machine.set(SECONDARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, 2);
    }

    private void legacyGuest(long cr0, long cr4) {
        machine.clear(VM_ENTRY_CONTROLS, 1 << 9);
        machine.write(GUEST_CR0, cr0);
        machine.write(GUEST_CR4, cr4);
        for (String name : new String[] {"ES", "SS", "DS", "FS", "GS"}) machine.write(VmcsField.valueOf("GUEST_" + name + "_ACCESS_RIGHTS"), 0xC093);
        machine.write(GUEST_CS_ACCESS_RIGHTS, 0xC09B);
    }
}
