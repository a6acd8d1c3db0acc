package hv.cpu;

import static hv.api.x86.VmcsField.*;
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
import hv.cpu.LogicalProcessor.GuestMemory;
import hv.cpu.LogicalProcessor.GuestRead;
import hv.cpu.testing.VmxMachine;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Software in Java reads the guest of the current VMCS: its paging, its EPT, its registers, its next instruction. */
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
    private final GuestMemory direct = (at, bytes) -> machine.ram.read(at.value(), bytes);

    @Test
    void theGuestsPagingIsWalked() throws GuestFault {
        machine.withGuest("cpuid").launch();
        assertEquals(new Gpa(0x1234), machine.cpu.translate(new Gva(0x1234), Access.READ));
    }

    @Test
    void whatTheGuestsPagingRefusesIsTheGuestsFault() {
        machine.withGuest("cpuid").launch();
        var fault = assertThrows(GuestFault.class, () -> machine.cpu.translate(new Gva(0x4000_0000), Access.WRITE));
        assertEquals(new Event.PageFault(new Gva(0x4000_0000), 2), fault.event());
    }

    @Test
    void eptAllowsWhatItsEntriesAllow() {
        guestWithEpt("cpuid");
        machine.launch();
        assertEquals(Optional.of(new Hpa(0x1234)), machine.cpu.translate(new Gpa(0x1234), Access.EXECUTE));
        assertEquals(Optional.empty(), machine.cpu.translate(new Gpa(0x1234), Access.WRITE));
        assertEquals(Optional.empty(), machine.cpu.translate(new Gpa(0x20_0000), Access.READ));
    }

    @Test
    void theNextInstructionIsDisassembled() {
        guestWithEpt("cpuid");
        machine.launch();
        assertEquals("cpuid", machine.cpu.disassembleAtRip().strip());
    }

    @Test
    void anInstructionThatCannotBeFetchedIsSaidToBe() {
        machine.withGuest("cpuid").launch();
        machine.write(GUEST_RIP, 0x5000_0000);
        assertEquals("(cannot be fetched)", machine.cpu.disassembleAtRip());
    }

    @Test
    void pagingStructuresMayBeReadFromElsewhereThanEptAllows() throws GuestFault {
        guestWithEpt("cpuid");
        machine.launch();
        machine.ram.write(EPT_PD, 8, 0);
        machine.cpu.invept(2, 0);
        assertThrows(GuestFault.class, () -> machine.cpu.translate(new Gva(0x1234), Access.READ));
        assertEquals(new Gpa(0x1234), machine.cpu.translate(new Gva(0x1234), Access.READ, direct));
        assertEquals("cpuid", machine.cpu.disassembleAtRip(direct).strip());
    }

    @Test
    void lookingSetsNoAccessedFlag() throws GuestFault {
        machine.withGuest("cpuid").launch();
        machine.ram.write(VmxMachine.PDPT, 8, 0x83);
        machine.cpu.translate(new Gva(0x1234), Access.WRITE);
        assertEquals(0x83, machine.ram.read(VmxMachine.PDPT, 8));
    }

    @Test
    void codeAndDataMayBeDifferentMemory() {
        machine.withGuest("cpuid").launch();
        var hooked = new GuestMemory() {
            @Override public long read(Gpa at, int bytes) { return machine.ram.read(at.value(), bytes); }
            @Override public int fetch(Gpa at) { return 0x90; }
        };
        assertEquals("nop", machine.cpu.disassembleAtRip(hooked).strip());
    }

    @Test
    void anMsrIsReadAsTheGuestHasIt() {
        machine.withGuest("cpuid").launch();
        machine.write(GUEST_IA32_SYSENTER_ESP, 0x1234);
        assertEquals(new GuestRead.Value(0x1234), machine.cpu.guestMsr(0x175));
        assertEquals(0, machine.cpu.rdmsr(0x175).orElseThrow());
        assertEquals(new GuestRead.Fault(Event.gp(0)), machine.cpu.guestMsr(0x4000_0000));
    }

    @Test
    void cpuidMirrorsTheGuestsCr4() {
        machine.withGuest("cpuid").launch();
        assertEquals(0, machine.cpu.guestCpuid(1, 0).ecx() >> 27 & 1);
        machine.write(GUEST_CR4, machine.read(GUEST_CR4) | 1 << 18);
        assertEquals(1, machine.cpu.guestCpuid(1, 0).ecx() >> 27 & 1);
        assertEquals(0, machine.cpu.cpuid(1, 0).ecx() >> 27 & 1);
    }

    @Test
    void debugRegistersAreHiddenByCr4De() {
        machine.withGuest("cpuid").launch();
        assertEquals(new GuestRead.Value(0x400), machine.cpu.guestDebugRegister(5));
        machine.write(GUEST_CR4, machine.read(GUEST_CR4) | 8);
        assertEquals(new GuestRead.Fault(Event.UD), machine.cpu.guestDebugRegister(5));
    }

    @Test
    void lookingAtTheGuestLeavesTheHostsRegisters() {
        machine.withGuest("cpuid").launch();
        machine.cpu.guestMsr(0x175);
        assertEquals(VmxMachine.HOST_CODE, machine.cpu.rip());
        assertEquals(VmxMachine.HOST_STACK, machine.cpu.get(Gpr.RSP));
        machine.cpu.guestMsr(0x175);
        assertEquals(VmxMachine.HOST_CODE, machine.cpu.rip());
    }
}
