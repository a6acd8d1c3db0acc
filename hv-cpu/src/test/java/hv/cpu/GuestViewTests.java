package hv.cpu;

import static hv.api.x86.VmcsField.*;
import static hv.cpu.testing.VmxMachine.CODE;
import static hv.cpu.testing.VmxMachine.FREE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hv.api.GuestFault;
import hv.api.x86.Access;
import hv.api.x86.Event;
import hv.api.x86.Gpa;
import hv.api.x86.Gpr;
import hv.api.x86.Gva;
import hv.api.x86.Hpa;
import hv.cpu.LogicalProcessor.Emulated;
import hv.cpu.LogicalProcessor.GuestMemory;
import hv.cpu.testing.VmxMachine;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Software in Java reads and changes the guest of the current VMCS: its paging, its EPT, its next instruction. */
class GuestViewTests {
    /** An EPT that maps the first 2 MBytes to themselves, for reading and executing only; the guest's page tables lie there. */
    private static final long EPT_PML4 = FREE, EPT_PDPT = FREE + 0x1000, EPT_PD = FREE + 0x2000;
    private static final int READ_EXECUTE = 5;

    private final VmxMachine machine = new VmxMachine();

    @AfterEach
    void close() { machine.close(); }

    private void guestWithEpt(String code) {
        machine.withGuest(code);
        machine.ram.write(EPT_PML4, 8, EPT_PDPT | 7);
        machine.ram.write(EPT_PDPT, 8, EPT_PD | 7);
        machine.ram.write(EPT_PD, 8, 0x80 | 6 << 3 | READ_EXECUTE);
        machine.set(SECONDARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, 2);
        machine.write(EPT_POINTER, EPT_PML4 | 3 << 3 | 6);
        machine.ram.write(VmxMachine.PML4, 8, VmxMachine.PDPT | 0x23);
        machine.ram.write(VmxMachine.PDPT, 8, 0x80 | 0x63);
    }

    /** RAM as it is. */
    private final GuestMemory direct = new GuestMemory() {
        @Override public long read(Gpa at, int bytes) { return machine.ram.read(at.value(), bytes); }
        @Override public void write(Gpa at, int bytes, long value) { machine.ram.write(at.value(), bytes, value); }
    };

    @Test
    void theGuestsPagingIsWalked() throws GuestFault {
        machine.withGuest("0F A2").launch();
        assertEquals(new Gpa(0x1234), machine.cpu.translate(new Gva(0x1234), Access.READ));
    }

    @Test
    void whatTheGuestsPagingRefusesIsTheGuestsFault() {
        machine.withGuest("0F A2").launch();
        var fault = assertThrows(GuestFault.class, () -> machine.cpu.translate(new Gva(0x4000_0000), Access.WRITE));
        assertEquals(new Event.PageFault(new Gva(0x4000_0000), 2), fault.event());
    }

    @Test
    void eptAllowsWhatItsEntriesAllow() {
        guestWithEpt("0F A2");
        machine.launch();
        assertEquals(Optional.of(new Hpa(0x1234)), machine.cpu.translate(new Gpa(0x1234), Access.EXECUTE));
        assertEquals(Optional.empty(), machine.cpu.translate(new Gpa(0x1234), Access.WRITE));
        assertEquals(Optional.empty(), machine.cpu.translate(new Gpa(0x20_0000), Access.READ));
    }

    @Test
    void theNextInstructionIsDisassembled() {
        guestWithEpt("0F A2");
        machine.launch();
        assertEquals("cpuid", machine.cpu.disassembleAtRip().strip());
    }

    @Test
    void anInstructionThatCannotBeFetchedIsSaidToBe() {
        machine.withGuest("0F A2").launch();
        machine.write(GUEST_RIP, 0x5000_0000);
        assertEquals("(cannot be fetched)", machine.cpu.disassembleAtRip());
    }

    @Test
    void oneInstructionIsEmulatedThatEptWouldStop() {
        guestWithEpt("48 89 1D 00 01 00 00");
        machine.cpu.set(Gpr.RBX, 77);
        assertEquals(48, machine.launch());
        assertEquals(new Emulated.Done(), machine.cpu.emulateOne(direct, direct));
        assertEquals(77, machine.ram.read(CODE + 0x107, 8));
        assertEquals(CODE + 7, machine.read(GUEST_RIP));
    }

    @Test
    void anEmulatedInstructionChangesRegistersFlagsAndStackOfTheGuestAlone() {
        machine.withGuest("0F A2 5B 48 29 DB").launch();
        machine.write(GUEST_RIP, CODE + 2);
        machine.ram.write(VmxMachine.STACK, 8, 5);
        machine.cpu.emulateOne(direct, direct);
        assertEquals(5, machine.cpu.get(Gpr.RBX));
        assertEquals(VmxMachine.STACK + 8, machine.read(GUEST_RSP));
        machine.cpu.emulateOne(direct, direct);
        assertEquals(0x46, machine.read(GUEST_RFLAGS));
        assertEquals(VmxMachine.HOST_STACK, machine.cpu.get(Gpr.RSP));
        assertEquals(VmxMachine.HOST_CODE, machine.cpu.rip());
    }

    @Test
    void codeAndDataMayBeDifferentMemory() {
        machine.withGuest("0F A2 48 8B 05 F9 FF FF FF").launch();
        machine.write(GUEST_RIP, CODE + 2);
        var shown = new GuestMemory() {
            @Override public long read(Gpa at, int bytes) { return at.value() == CODE + 2 ? 0x1122 : direct.read(at, bytes); }
            @Override public void write(Gpa at, int bytes, long value) {}
        };
        assertEquals(new Emulated.Done(), machine.cpu.emulateOne(direct, shown));
        assertEquals(0x1122, machine.cpu.get(Gpr.RAX));
    }

    @Test
    void aFaultOfTheEmulatedInstructionLeavesTheGuestAsItWas() {
        machine.withGuest("0F A2 48 8B 04 25 00 00 00 50").launch();
        machine.write(GUEST_RIP, CODE + 2);
        assertEquals(new Emulated.Fault(new Event.PageFault(new Gva(0x5000_0000), 0)), machine.cpu.emulateOne(direct, direct));
        assertEquals(CODE + 2, machine.read(GUEST_RIP));
    }

    @Test
    void anInstructionThatAlwaysExitsIsNotEmulated() {
        machine.withGuest("0F A2").launch();
        assertEquals(new Emulated.Unsupported("cpuid"), machine.cpu.emulateOne(direct, direct));
    }

    @Test
    void anInstructionMayUseThePerformanceCounters() {
        machine.withGuest("0F A2 0F 33 0F 30").launch();
        machine.cpu.wrmsr(0xC1, 77);
        machine.write(GUEST_RIP, CODE + 2);
        machine.cpu.set(Gpr.RCX, 0);
        assertEquals(new Emulated.Done(), machine.cpu.emulateOne(direct, direct));
        assertEquals(77, machine.cpu.get(Gpr.RAX));
        machine.cpu.set(Gpr.RCX, 0xC2);
        assertEquals(new Emulated.Done(), machine.cpu.emulateOne(direct, direct));
        assertEquals(77, machine.cpu.rdpmc(1).orElseThrow());
    }

    /** The counters must be left as an entry and an exit would leave them. */
    @Test
    void thePerformanceCountersAreTheHostsAfterwards() {
        machine.withGuest("0F A2 90");
        machine.set(VM_ENTRY_CONTROLS, 1 << 13);
        machine.set(PRIMARY_VM_EXIT_CONTROLS, 1 << 12);
        machine.write(GUEST_IA32_PERF_GLOBAL_CTRL, 1);
        machine.write(HOST_IA32_PERF_GLOBAL_CTRL, 2);
        machine.launch();
        machine.write(GUEST_RIP, CODE + 2);
        assertEquals(new Emulated.Done(), machine.cpu.emulateOne(direct, direct));
        assertEquals(2, machine.cpu.rdmsr(0x38F).orElseThrow());
    }
}
