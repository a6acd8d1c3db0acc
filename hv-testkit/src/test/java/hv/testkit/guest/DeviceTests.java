package hv.testkit.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.Device;
import hv.api.ExitHandler;
import hv.api.Intercept;
import hv.api.Outcome;
import hv.api.Stage;
import hv.api.Vcpu;
import hv.api.VmExit;
import hv.api.machine.Machine;
import hv.api.machine.MmioDevice;
import hv.api.machine.PortDevice;
import hv.api.x86.Access;
import hv.api.x86.ExitReason;
import hv.api.x86.Gpa;
import hv.api.x86.Gpr;
import hv.core.report.Ending;
import hv.core.report.ErrorKind;
import hv.testkit.GuestRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Devices of virtual machines: the framework decodes and completes the guest's instruction. */
class DeviceTests {
    private static final List<Long> WRITES = new ArrayList<>();

    /** Port E9H prints; port 70H counts. */
    static final class Ports implements Device {
        private int count;
        @Override public void plugIn(Machine machine) {
            machine.ports(0xE9, 1, new PortDevice() {
                @Override public int in(int port, int bytes) { return 0xE9; }
                @Override public void out(int port, int bytes, int value) { machine.console().write(value); }
            });
            machine.ports(0x70, 2, new PortDevice() {
                @Override public int in(int port, int bytes) { return ++count; }
                @Override public void out(int port, int bytes, int value) { throw new IllegalStateException("port 70H is read only"); }
            });
        }
    }

    @Test void repOutsWritesEachElement() {
        var guest = GuestRun.asm64("mov esi, text; mov ecx, 5; mov edx, 0xE9; cld; rep outsb; mov ebx, ecx; hlt; text: db 'HELLO'; end:");
        var end = guest.with(Ports::new).run();
        assertEquals("HELLO", end.printed());
        assertEquals(0, end.get(Gpr.RBX));
        assertEquals(guest.symbol("end"), end.get(Gpr.RSI));
        assertEquals(5, end.exits(ExitReason.IO_INSTRUCTION));
    }

    @Test void repInsStoresEachElement() {
        var end = GuestRun.asm64("mov edi, 0x200000; mov ecx, 4; mov edx, 0x70; cld; rep insw; mov rax, [0x200000]; hlt").with(Ports::new).run();
        assertEquals(0x0004_0003_0002_0001L, end.get(Gpr.RAX));
        assertEquals(0x20_0008, end.get(Gpr.RDI));
        assertEquals(0, end.get(Gpr.RCX));
    }

    @Test void anInsWithoutDestinationDoesNotAskTheDevice() {
        // #PF, and without an IDT a triple fault
        var failed = assertInstanceOf(Ending.Failed.class, GuestRun.asm64("mov rdi, 0x8000000000; mov edx, 0x70; insb; hlt").with(Ports::new).run().ending());
        assertTrue(failed.report().contains("triple-faulted"), failed.report());
    }

    @Test void aDeviceThatThrowsStopsItsMachineWithItsNameAndTheExit() {
        var failed = assertInstanceOf(Ending.Failed.class, GuestRun.asm64("out 0x70, al; hlt").with(Ports::new).run().ending());
        assertEquals(ErrorKind.PLUGIN, failed.kind());
        assertTrue(failed.report().startsWith("plugin 'ports' failed to handle OUT of 0H (1 byte) to port 70H: "
                + "IllegalStateException: port 70H is read only"), failed.report());
    }

    @Test void portsThatNobodyHasReadAllOnesAndLoseWrites() {
        var end = GuestRun.asm64("xor eax, eax; out 0x80, al; in eax, 0x80; hlt").with(Ports::new).run();
        assertEquals(0xFFFF_FFFFL, end.get(Gpr.RAX));
        assertEquals(0, end.exits(ExitReason.IO_INSTRUCTION));
    }

    /** Registers at 300000H: reads give their offset, writes are remembered. */
    static final class Registers implements Device {
        @Override public void plugIn(Machine machine) {
            machine.mmio(new Gpa(0x30_0000), 0x1000, new MmioDevice() {
                @Override public long read(long offset, int bytes) { return offset; }
                @Override public void write(long offset, int bytes, long value) { WRITES.add(offset << 32 | value); }
            });
        }
    }

    @Test void memoryMappedRegistersServeEveryAddressingForm() {
        WRITES.clear();
        var end = GuestRun.asm64("mov ebx, 0x300010; mov dword [rbx], 0x1234; mov eax, [rbx+8]; add dword [rbx], 1; mov cl, [rbx+1]; hlt")
                .with(Registers::new).run();
        assertEquals(0x18, end.get(Gpr.RAX));
        assertEquals(0x11, end.get(Gpr.RCX) & 0xFF);
        assertEquals(List.of(0x10L << 32 | 0x1234, 0x10L << 32 | 0x11), WRITES);
    }

    @Test void anAccessOfARegisterIsACallOfItsPlugin() {
        var end = GuestRun.asm64("mov ebx, 0x300010; mov [rbx], eax; mov eax, [rbx]; add dword [rbx], 1; hlt").with(Registers::new).run();
        assertEquals(4, end.report().callsByHandler().get("registers"));
        assertEquals(3, end.exits(ExitReason.EPT_VIOLATION));
    }

    /** So that each delivery of an event makes a VM exit. */
    static final class WatchedIdt implements ExitHandler {
        @Override public Stage stage() { return Stage.OBSERVE; }
        @Override public Set<Intercept> intercepts() { return Set.of(Intercept.memory(new Gpa(0x20_0000), 0x1000, Access.READ)); }
        @Override public Outcome handle(VmExit exit, Vcpu vcpu, Next next) { return next.handle(exit, vcpu); }
    }

    @Test void whatAnInstructionHasWrittenBeforeItFaultsReachesTheDevice() {
        WRITES.clear();
        var end = GuestRun.asm64(Texts.read("events.asm") + """
                        mov eax, faulted
                        mov ebx, 0x2000E0
                        call gate
                        mov esp, 0x300800
                        mov rbp, 0x8012345008
                        enter 0, 2
                        hlt
                faulted: mov r8, cr2
                        hlt
                """).with(Registers::new).with(WatchedIdt::new).run();
        assertEquals(0x80_1234_5000L, end.get(Gpr.R8));
        assertEquals(0x7F8L << 32 | 0x80_1234_5008L, WRITES.getFirst(), "RBP, before the frame pointer at [RBP-8] is not there");
    }

    /** Comes before every memory translator by stage and id. */
    static final class AaFirmware implements Device {
        @Override public Stage stage() { return Stage.OBSERVE; }
        @Override public void plugIn(Machine machine) { machine.memory().write(new Gpa(0x20_0000), new byte[] {0x78, 0x56, 0x34, 0x12}, 0, 4); }
    }

    @Test void memoryIsThereWhileDevicesArePluggedIn() {
        assertEquals(0x1234_5678, GuestRun.asm64("mov eax, [0x200000]; hlt").with(AaFirmware::new).run().get(Gpr.RAX));
    }

    /** A write to port 71H resets the machine; the next incarnation finds port 70H counting from the start. */
    static final class Resetting implements Device {
        private static int incarnations;
        @Override public void plugIn(Machine machine) {
            incarnations++;
            machine.ports(0x71, 1, new PortDevice() {
                @Override public int in(int port, int bytes) { return incarnations; }
                @Override public void out(int port, int bytes, int value) { machine.reset("port 71H"); }
            });
        }
    }

    @Test void aResetStartsAWholeNewMachine() {
        Resetting.incarnations = 0;
        var end = GuestRun.asm64("""
                        xor eax, eax
                        in eax, 0x71
                        inc dword [0x200000]
                        cmp al, 3
                        je last
                        out 0x71, al
                last:   mov ecx, [0x200000]
                        hlt
                """).with(Resetting::new).run();
        assertEquals(3, end.get(Gpr.RAX));
        assertEquals(1, end.get(Gpr.RCX), "memory is new each time");
        assertInstanceOf(Ending.Halted.class, end.ending());
    }
}
