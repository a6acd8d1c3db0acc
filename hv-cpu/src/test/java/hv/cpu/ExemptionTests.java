package hv.cpu;

import static hv.api.x86.VmcsField.*;
import static hv.cpu.testing.VmxMachine.CODE;
import static hv.cpu.testing.VmxMachine.FREE;
import static hv.cpu.testing.VmxMachine.STACK;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.x86.ExitReason;
import hv.api.x86.Gpr;
import hv.cpu.platform.Bus;
import hv.cpu.platform.Exemption;
import hv.cpu.platform.Exemption.Frames;
import hv.cpu.testing.VmxMachine;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One instruction, or one delivery of an event, completes although it has made a VM exit. */
class ExemptionTests {
    private static final long EPT_PML4 = FREE, EPT_PDPT = FREE + 0x1000, EPT_PD = FREE + 0x2000, EPT_PT = FREE + 0x3000;
    private static final int CPUID = 10, CR = 28, WRMSR = 32, EPT_VIOLATION = 48, MTF = 37;
    private static final int READ = 1, READ_WRITE = 3, ALL = 7;
    private static final Frames EVERYWHERE = (page, _) -> page;

    private final VmxMachine machine = new VmxMachine();

    ExemptionTests() { machine.cpu.set(Gpr.RDX, 0); }

    @AfterEach
    void close() { machine.close(); }

    /** Each page of the first 2 MBytes has an entry of its own; all is allowed. */
    private VmxMachine guestWithEpt(String code) {
        machine.withGuest(code);
        machine.ram.write(EPT_PML4, 8, EPT_PDPT | 7);
        machine.ram.write(EPT_PDPT, 8, EPT_PD | 7);
        machine.ram.write(EPT_PD, 8, EPT_PT | 7);
        for (long page = 0; page < 0x20_0000; page += 0x1000) allow(page, ALL);
        machine.set(SECONDARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, 2);
        machine.write(EPT_POINTER, EPT_PML4 | 3 << 3 | 6);
        return machine;
    }

    private void allow(long page, int access) { machine.ram.write(EPT_PT + (page >>> 12) * 8, 8, page | 6 << 3 | access); }

    /** VMRESUME with an exemption. @return the reason of the next VM exit */
    private long resume(Exemption exemption) {
        assertTrue(machine.cpu.vmresume(exemption).succeeded());
        return machine.read(EXIT_REASON);
    }

    private static Exemption frames(Frames frames) { return new Exemption(0, frames, Bus.EMPTY); }

    @Test
    void aRefusedWriteIsDoneOnce() {
        guestWithEpt("mov [rip+0xFF9], rbx; mov [rip+0xFFA], rbx; cpuid");
        allow(CODE + 0x1000, READ);
        machine.cpu.set(Gpr.RBX, 77);
        assertEquals(EPT_VIOLATION, machine.launch());
        assertEquals(EPT_VIOLATION, resume(frames(EVERYWHERE)));
        assertEquals(77, machine.ram.read(CODE + 0x1000, 8));
        assertEquals(0, machine.ram.read(CODE + 0x1008, 8));
        assertEquals(CODE + 7, machine.read(GUEST_RIP));
        assertEquals(CPUID, resume(frames(EVERYWHERE)));
        assertEquals(77, machine.ram.read(CODE + 0x1008, 8));
    }

    @Test
    void aRefusedFetchIsDoneOnceAndCountsAsOneInstruction() {
        guestWithEpt("nop; nop; cpuid");
        allow(CODE, READ_WRITE);
        assertEquals(EPT_VIOLATION, machine.launch());
        long before = machine.cpu.retired();
        assertEquals(EPT_VIOLATION, resume(frames(EVERYWHERE)));
        assertEquals(before + 1, machine.cpu.retired());
        assertEquals(CODE + 1, machine.read(GUEST_RIP));
    }

    @Test
    void anotherPageStillMakesItsVmExit() {
        guestWithEpt("mov [rip+0xFF9], rbx; cpuid");
        allow(CODE, READ);
        allow(CODE + 0x1000, READ);
        assertEquals(EPT_VIOLATION, machine.launch());
        assertEquals(CODE, machine.read(GUEST_PHYSICAL_ADDRESS));
        assertEquals(EPT_VIOLATION, resume(frames((page, _) -> page == CODE ? page : Frames.AS_EPT_SAYS)));
        assertEquals(CODE + 0x1000, machine.read(GUEST_PHYSICAL_ADDRESS));
        assertEquals(CODE, machine.read(GUEST_RIP));
    }

    @Test
    void aPageMayExecuteOneCopyAndShowAnother() {
        guestWithEpt("mov rax, [rip-7]; cpuid");
        machine.ram.write(FREE + 0x8000, 8, 0x1122);
        allow(CODE, 4);
        assertEquals(EPT_VIOLATION, machine.launch());
        assertEquals(EPT_VIOLATION, resumeReading());
        assertEquals(0x1122, machine.cpu.get(Gpr.RAX));
    }

    /** Without execute-only pages the entry itself stays a misconfiguration, so execution is asked for first. */
    private long resumeReading() {
        allow(CODE, READ);
        return resume(frames((page, access) -> page == CODE && access == READ ? FREE + 0x8000 : page));
    }

    @Test
    void aPageOnTheBusIsReadAndWrittenByGuestPhysicalAddress() {
        guestWithEpt("mov rax, [rip+0xFF9]; mov [rip+0xFFA], rax; cpuid");
        allow(CODE + 0x1000, 0);
        List<String> seen = new ArrayList<>();
        var device = new BusOfOneDevice(seen);
        var exemption = new Exemption(0, (page, _) -> page == CODE + 0x1000 ? Frames.ON_THE_BUS : Frames.AS_EPT_SAYS, device);
        assertEquals(EPT_VIOLATION, machine.launch());
        assertEquals(EPT_VIOLATION, resume(exemption));
        assertEquals(0x42, machine.cpu.get(Gpr.RAX));
        assertEquals(CPUID, resume(exemption));
        assertEquals(List.of("read 101000 8", "write 101008 8 42"), seen);
    }

    private record BusOfOneDevice(List<String> seen) implements Bus {
        @Override public int in(int port, int bytes) {
            seen.add("in %X %d".formatted(port, bytes));
            return 0x5A;
        }
        @Override public void out(int port, int bytes, int value) { seen.add("out %X %d %X".formatted(port, bytes, value)); }
        @Override public long read(long at, int bytes) {
            seen.add("read %X %d".formatted(at, bytes));
            return 0x42;
        }
        @Override public void write(long at, int bytes, long value) { seen.add("write %X %d %X".formatted(at, bytes, value)); }
    }

    @Test
    void anInterceptedPortIsReadFromTheExemptionsBus() {
        machine.withGuest("in al, 0x80; out 0x81, al; cpuid");
        machine.set(PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, 1 << 24);
        List<String> seen = new ArrayList<>();
        assertEquals(30, machine.launch());
        assertEquals(30, resume(Exemption.ports(new BusOfOneDevice(seen))));
        assertEquals(0x5A, machine.cpu.get(Gpr.RAX) & 0xFF);
        assertEquals(CPUID, resume(Exemption.ports(new BusOfOneDevice(seen))));
        assertEquals(List.of("in 80 1", "out 81 1 5A"), seen);
    }

    @Test
    void aWriteOfAMaskedRegisterReachesItAndItsShadow() {
        machine.withGuest("mov cr0, rax; cpuid");
        machine.write(CR0_GUEST_HOST_MASK, 0x8 | 0x20);
        machine.write(CR0_READ_SHADOW, 0);
        machine.cpu.set(Gpr.RAX, 0x8000_0019L);
        assertEquals(CR, machine.launch());
        assertEquals(CPUID, resume(Exemption.from(ExitReason.CONTROL_REGISTER_ACCESS)));
        assertEquals(0x8000_0039L, machine.read(GUEST_CR0), "NE is fixed to 1 and the host's");
        assertEquals(0x8000_0019L, machine.read(CR0_READ_SHADOW), "the guest sees what it wrote");
    }

    @Test
    void aWriteThatMayNotBeFaultsAsWithoutVmExit() {
        machine.withGuest("mov cr3, rax; cpuid");
        machine.set(PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, 1 << 15);
        machine.write(EXCEPTION_BITMAP, 1 << 13);
        machine.cpu.set(Gpr.RAX, 1L << 48);
        assertEquals(CR, machine.launch());
        assertEquals(0, resume(Exemption.from(ExitReason.CONTROL_REGISTER_ACCESS)));
        assertEquals(13, machine.read(VM_EXIT_INTERRUPTION_INFORMATION) & 0xFF);
        assertEquals(CODE, machine.read(GUEST_RIP));
    }

    @Test
    void onlyTheReasonThatIsNamedIsExempt() {
        machine.withGuest("wrmsr; cpuid");
        machine.cpu.set(Gpr.RCX, 0x175);
        machine.cpu.set(Gpr.RAX, 0x99);
        assertEquals(WRMSR, machine.launch());
        assertEquals(WRMSR, resume(Exemption.from(ExitReason.RDMSR)));
        assertEquals(CPUID, resume(Exemption.from(ExitReason.WRMSR)));
        assertEquals(0x99, machine.read(GUEST_IA32_SYSENTER_ESP));
    }

    @Test
    void aSingleStepIsPendingAfterwards() {
        machine.withGuest("wrmsr; cpuid");
        machine.write(GUEST_RFLAGS, 0x102);
        machine.write(EXCEPTION_BITMAP, 2);
        machine.cpu.set(Gpr.RCX, 0x175);
        assertEquals(WRMSR, machine.launch());
        assertEquals(0, resume(Exemption.from(ExitReason.WRMSR)));
        assertEquals(0x4000, machine.read(EXIT_QUALIFICATION));
        assertEquals(CODE + 2, machine.read(GUEST_RIP));
    }

    @Test
    void theMonitorTrapFlagFollowsIt() {
        machine.withGuest("wrmsr; nop; cpuid");
        machine.cpu.set(Gpr.RCX, 0x175);
        assertEquals(WRMSR, machine.launch());
        machine.set(PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS, 1 << 27);
        assertEquals(MTF, resume(Exemption.from(ExitReason.WRMSR)));
        assertEquals(CODE + 2, machine.read(GUEST_RIP));
    }

    @Test
    void anInstructionThatHasExitedIsPastItsBreakpoint() {
        machine.withGuest("wrmsr; cpuid");
        machine.write(GUEST_DR7, 0x402);
        machine.cpu.set(SystemRegister.DR0, CODE);
        machine.write(GUEST_RFLAGS, 0x1_0002);
        machine.write(EXCEPTION_BITMAP, 2);
        machine.cpu.set(Gpr.RCX, 0x175);
        assertEquals(WRMSR, machine.launch());
        assertEquals(CPUID, resume(Exemption.from(ExitReason.WRMSR)));
    }

    @Test
    void theDeliveryOfAnEventCompletes() {
        guestWithEpt("nop; cpuid");
        machine.ram.write(VmxMachine.IDT + 0x30 * 16, 8, 0x8E00_0000_0000L | 8 << 16 | CODE + 1 & 0xFFFF | (CODE + 1 >>> 16) << 48);
        machine.write(VM_ENTRY_INTERRUPTION_INFORMATION, 0x8000_0030L);
        machine.write(GUEST_RFLAGS, 0x202);
        allow(STACK - 0x1000, READ);
        assertEquals(EPT_VIOLATION, machine.launch());
        assertEquals(0x8000_0030L, machine.read(IDT_VECTORING_INFORMATION));
        machine.write(VM_ENTRY_INTERRUPTION_INFORMATION, 0x8000_0030L);
        assertEquals(CPUID, resume(frames(EVERYWHERE)));
        assertEquals(CODE, machine.ram.read(STACK - 40, 8));
    }
}
