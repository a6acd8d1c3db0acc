package hv.cpu.vmx;

import static hv.api.x86.VmcsField.*;
import static hv.cpu.testing.VmxMachine.CODE;
import static hv.cpu.testing.VmxMachine.FREE;
import static hv.cpu.testing.VmxMachine.OTHER_VMCS;
import static hv.cpu.testing.VmxMachine.VMCS;
import static hv.cpu.testing.VmxMachine.fails;
import static hv.cpu.testing.VmxMachine.succeeds;
import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.api.x86.Gpr;
import hv.api.x86.Hpa;
import hv.cpu.SystemRegister;
import hv.cpu.testing.VmxMachine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two VMCSs in turn: what was checked of one holds while the other is current, and nothing that changes meanwhile is missed. */
class AlternatingVmcsTests {
    private static final int CPUID = 10, IO = 30, INVALID_GUEST = 33, MSR_LOADING = 34;
    private static final long ENTRY_FAILURE = 1L << 31;

    private final VmxMachine machine = new VmxMachine();

    @AfterEach
    void close() { machine.close(); }

    /** Both have exited once, and are about to execute CPUID again; the second is current. */
    @BeforeEach
    void twoGuests() {
        machine.withGuest("cpuid");
        assertEquals(CPUID, machine.launch());
        machine.current(OTHER_VMCS).fill();
        assertEquals(CPUID, machine.launch());
    }

    private void switchTo(Hpa vmcs) { succeeds(machine.cpu.vmptrld(vmcs)); }

    private long resume(Hpa vmcs) {
        switchTo(vmcs);
        return machine.resume();
    }

    @Test
    void bothGoOn() {
        for (int i = 0; i < 3; i++) {
            assertEquals(CPUID, resume(VMCS));
            assertEquals(CPUID, resume(OTHER_VMCS));
        }
    }

    @Test
    void aFieldWrittenBeforeTheSwitchIsChecked() {
        machine.write(GUEST_RFLAGS, 0);
        assertEquals(CPUID, resume(VMCS));
        assertEquals(INVALID_GUEST | ENTRY_FAILURE, resume(OTHER_VMCS));
    }

    @Test
    void bytesOfTheOneThatIsNotCurrent() {
        machine.ram.write(VMCS.value() + Vmcs.offset(GUEST_RFLAGS), 8, 0);
        assertEquals(CPUID, machine.resume());
        assertEquals(INVALID_GUEST | ENTRY_FAILURE, resume(VMCS));
    }

    @Test
    void memoryThatItsFieldsPointTo() {
        switchTo(VMCS);
        machine.ram.write(FREE, 8, 0xC000_0103L);
        machine.write(VM_ENTRY_MSR_LOAD_ADDRESS, FREE);
        machine.write(VM_ENTRY_MSR_LOAD_COUNT, 1);
        assertEquals(CPUID, machine.resume());
        assertEquals(CPUID, resume(OTHER_VMCS));
        machine.ram.write(FREE, 8, 0xC000_0100L);
        assertEquals(MSR_LOADING | ENTRY_FAILURE, resume(VMCS));
    }

    @Test
    void theTaskPriorityInItsVirtualApicPage() {
        switchTo(VMCS);
        machine.write(VIRTUAL_APIC_ADDRESS, FREE);
        machine.set(PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, 1 << 21);
        machine.write(TPR_THRESHOLD, 2);
        machine.ram.write(FREE + 0x80, 4, 0x20);
        machine.resume();
        assertEquals(CPUID, resume(OTHER_VMCS));
        machine.ram.write(FREE + 0x80, 4, 0x10);
        switchTo(VMCS);
        assertEquals(fails(7), machine.cpu.vmresume());
    }

    /** Each was checked in the mode that it was entered from. */
    @Test
    void theModeOfTheProcessor() {
        machine.cpu.set(SystemRegister.EFER, 0);
        assertEquals(fails(8), machine.cpu.vmresume());
        switchTo(VMCS);
        assertEquals(fails(8), machine.cpu.vmresume());
        machine.cpu.set(SystemRegister.EFER, 0x500);
        assertEquals(CPUID, machine.resume());
        assertEquals(CPUID, resume(OTHER_VMCS));
    }

    /** Controls that only count with others stay with their VMCS: its bitmaps, targets, masks. */
    @Test
    void eachGuestHasItsOwnControls() {
        machine.code(CODE, "in al, 0x60; cpuid");
        for (var vmcs : new Hpa[] {VMCS, OTHER_VMCS}) {
            switchTo(vmcs);
            machine.set(PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, 1 << 25);
            machine.write(IO_BITMAP_A_ADDRESS, vmcs == VMCS ? FREE : FREE + 0x2000);
            machine.write(IO_BITMAP_B_ADDRESS, FREE + 0x1000);
        }
        machine.ram.write(FREE + 0x60 / 8, 1, 1);
        for (int i = 0; i < 3; i++) {
            assertEquals(IO, resume(VMCS));
            switchTo(OTHER_VMCS);
            machine.write(GUEST_RIP, CODE);
            assertEquals(CPUID, machine.resume());
        }
    }

    @Test
    void eachGuestHasItsOwnRegisters() {
        machine.write(GUEST_RSP, VmxMachine.STACK - 0x100);
        assertEquals(CPUID, machine.resume());
        assertEquals(CPUID, resume(VMCS));
        assertEquals(VmxMachine.STACK, machine.read(GUEST_RSP));
        assertEquals(VmxMachine.HOST_STACK, machine.cpu.get(Gpr.RSP));
        switchTo(OTHER_VMCS);
        assertEquals(VmxMachine.STACK - 0x100, machine.read(GUEST_RSP));
    }

    @Test
    void vmclearForgetsWhatWasChecked() {
        succeeds(machine.cpu.vmclear(VMCS));
        machine.ram.write(VMCS.value() + Vmcs.offset(HOST_TR_SELECTOR), 8, 0);
        switchTo(VMCS);
        assertEquals(fails(8), machine.cpu.vmlaunch());
    }

    /** VMCLEAR forgets the checks that held when the VMCS was left. */
    @Test
    void vmclearForgetsWhatWasCheckedBeforeALastVmwrite() {
        switchTo(VMCS);
        switchTo(OTHER_VMCS);
        machine.write(HOST_TR_SELECTOR, 0);
        succeeds(machine.cpu.vmclear(OTHER_VMCS));
        switchTo(OTHER_VMCS);
        assertEquals(fails(8), machine.cpu.vmlaunch());
    }

    @Test
    void vmxoffForgetsWhatWasCheckedBeforeALastVmwrite() {
        switchTo(VMCS);
        switchTo(OTHER_VMCS);
        machine.write(HOST_TR_SELECTOR, 0);
        succeeds(machine.cpu.vmxoff());
        succeeds(machine.cpu.vmxon(VmxMachine.VMXON));
        switchTo(OTHER_VMCS);
        assertEquals(fails(8), machine.cpu.vmresume());
    }

    @Test
    void vmxoffHidesNoChange() {
        succeeds(machine.cpu.vmxoff());
        succeeds(machine.cpu.vmxon(VmxMachine.VMXON));
        machine.ram.write(VMCS.value() + Vmcs.offset(HOST_TR_SELECTOR), 8, 0);
        switchTo(VMCS);
        assertEquals(fails(8), machine.cpu.vmresume());
        assertEquals(CPUID, resume(OTHER_VMCS));
    }

    @Test
    void vmptrldOfTheCurrentOneChangesNothing() {
        machine.write(HOST_TR_SELECTOR, 0);
        switchTo(OTHER_VMCS);
        assertEquals(fails(8), machine.cpu.vmresume());
    }
}
