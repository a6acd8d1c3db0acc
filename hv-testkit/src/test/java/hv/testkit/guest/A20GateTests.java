package hv.testkit.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.api.Device;
import hv.api.ExitHandler;
import hv.api.Intercept;
import hv.api.Outcome;
import hv.api.Vcpu;
import hv.api.VmExit;
import hv.api.machine.Machine;
import hv.api.machine.PortDevice;
import hv.api.x86.Access;
import hv.api.x86.Gpa;
import hv.api.x86.Gpr;
import hv.core.image.Mode;
import hv.core.report.Ending;
import hv.testkit.GuestRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A guest's A20 gate, which the framework stands in for: the processor has none in VMX operation. */
class A20GateTests {
    /** Bit 1 of port 92H. */
    static final class Gate implements Device {
        @Override public void plugIn(Machine machine) {
            var gate = machine.pins().a20Gate();
            gate.raise();
            machine.ports(0x92, 1, new PortDevice() {
                @Override public int in(int port, int bytes) { return 0; }
                @Override public void out(int port, int bytes, int value) {
                    if ((value & 2) != 0) gate.raise();
                    else gate.lower();
                }
            });
        }
    }

    /** Code that is loaded at 1 MByte goes on at 2 MByte, where the gate does not matter. */
    private static final String TO_AN_EVEN_MEGABYTE = "mov esi, $$; mov edi, 0x200000; mov ecx, 0x100; rep movsb; jmp $ + 5 + 0x100000; ";
    private static final String CLOSE = "mov al, 0; out 0x92, al; ", OPEN = "mov al, 2; out 0x92, al; ";
    private static final String STORE_5_ODD = "mov dword [0x301008], 5; ", LOAD_ECX_EVEN = "mov ecx, [0x201008]; ", LOAD_EBX_ODD = "mov ebx, [0x301008]; ";
    private static final List<Gpa> SEEN = new ArrayList<>();

    /** Watches writes to the page at 201000H, and reads the guest's memory where they go, by the linear address. */
    static final class Watch implements ExitHandler {
        @Override public Set<Intercept> intercepts() { return Set.of(Intercept.memory(new Gpa(0x20_1000), 0x1000, Access.WRITE)); }
        @Override public Outcome handle(VmExit exit, Vcpu vcpu, Next next) {
            SEEN.add(((VmExit.EptViolation) exit).address());
            return next.handle(exit, vcpu);
        }
    }

    @Test void aClosedGateWrapsAndPluginsSeeTheAddressThatIsReached() {
        SEEN.clear();
        var end = GuestRun.asm32(TO_AN_EVEN_MEGABYTE + CLOSE + STORE_5_ODD + LOAD_ECX_EVEN + OPEN + LOAD_EBX_ODD + "hlt")
                .with(Gate::new).with(Watch::new).run();
        assertEquals(5, end.get(Gpr.RCX));
        assertEquals(0, end.get(Gpr.RBX));
        assertEquals(List.of(new Gpa(0x20_1008)), SEEN);
    }

    @Test void anUnwatchedStoreWrapsToo() {
        var end = GuestRun.asm32(TO_AN_EVEN_MEGABYTE + CLOSE + STORE_5_ODD + LOAD_ECX_EVEN + OPEN + LOAD_EBX_ODD + "hlt").with(Gate::new).run();
        assertEquals(5, end.get(Gpr.RCX));
        assertEquals(0, end.get(Gpr.RBX));
    }

    /** 5,000 times: close, store, open, store. The tables of small pages must give their frames back. */
    @Test void aGateThatGoesToAndFroUsesNoMemoryUp() {
        var toAndFro = "mov ecx, 5000; again: " + CLOSE + STORE_5_ODD + OPEN + STORE_5_ODD + "dec ecx; jnz again; hlt";
        var end = GuestRun.asm32(TO_AN_EVEN_MEGABYTE + toAndFro).with(Gate::new).run();
        assertEquals(0, end.get(Gpr.RCX));
        assertEquals(new Ending.Halted(), end.ending());
    }

    private static final String TELL = LOAD_ECX_EVEN + "mov eax, ecx; out 0xF4, al; hlt";       // 5 where the gate is closed

    @Test void whoLeavesVmxOperationTakesTheGateAlong() {
        var report = new Machines().with(DepartureTests.Door::new).with(Gate::new)
                .add("main", TO_AN_EVEN_MEGABYTE + CLOSE + "vmcall; " + STORE_5_ODD + TELL, Mode.PROTECTED_32).run();
        assertEquals(new Ending.Left(new Ending.Stopped(11, "exit port")), report.machines().getFirst().ending());
    }

    @Test void whoBecomesAGuestDoesSoWithTheGateClosed() {
        var report = new Machines().with(Gate::new).virtualizeAt("guest")
                .add("main", TO_AN_EVEN_MEGABYTE + CLOSE + "guest equ $ + 0x100000; " + STORE_5_ODD + TELL, Mode.PROTECTED_32).run();
        assertEquals(new Ending.Stopped(11, "exit port"), report.machines().getFirst().ending());
    }
}
