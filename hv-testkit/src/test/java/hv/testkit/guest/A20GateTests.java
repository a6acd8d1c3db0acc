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
import java.util.HexFormat;
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

    /** Code that is loaded at 1 MByte goes on at 2 MByte, where the gate does not matter: mov esi, 100000H; mov edi, 200000H; mov ecx, 100H; rep movsb; jmp. */
    private static final String TO_AN_EVEN_MEGABYTE = "be00001000 bf00002000 b900010000 f3a4 e900001000 ";
    private static final String CLOSE = "b000 e692 ", OPEN = "b002 e692 ";
    private static final String STORE_5_ODD = "c7050810300005000000 ", LOAD_ECX_EVEN = "8b0d08102000 ", LOAD_EBX_ODD = "8b1d08103000 ";
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
        var end = GuestRun.code32(TO_AN_EVEN_MEGABYTE + CLOSE + STORE_5_ODD + LOAD_ECX_EVEN + OPEN + LOAD_EBX_ODD + "f4")
                .with(Gate::new).with(Watch::new).run();
        assertEquals(5, end.get(Gpr.RCX));
        assertEquals(0, end.get(Gpr.RBX));
        assertEquals(List.of(new Gpa(0x20_1008)), SEEN);
    }

    @Test void anUnwatchedStoreWrapsToo() {
        var end = GuestRun.code32(TO_AN_EVEN_MEGABYTE + CLOSE + STORE_5_ODD + LOAD_ECX_EVEN + OPEN + LOAD_EBX_ODD + "f4").with(Gate::new).run();
        assertEquals(5, end.get(Gpr.RCX));
        assertEquals(0, end.get(Gpr.RBX));
    }

    /** 5,000 times: close, store, open, store. The tables of small pages must give their frames back. */
    @Test void aGateThatGoesToAndFroUsesNoMemoryUp() {
        var end = GuestRun.code32(TO_AN_EVEN_MEGABYTE + "b988130000 " + CLOSE + STORE_5_ODD + OPEN + STORE_5_ODD + "49 75e1 f4").with(Gate::new).run();
        assertEquals(0, end.get(Gpr.RCX));
        assertEquals(new Ending.Halted(), end.ending());
    }

    private static byte[] code(String hex) { return HexFormat.of().parseHex(hex.replace(" ", "")); }

    private static final String TELL = LOAD_ECX_EVEN + "89c8 e6f4 f4";            // mov eax, ecx; out F4H, al: 5 where the gate is closed

    @Test void whoLeavesVmxOperationTakesTheGateAlong() {
        var report = new Machines().with(DepartureTests.Door::new).with(Gate::new)
                .add("main", code(TO_AN_EVEN_MEGABYTE + CLOSE + "0f01c1 " + STORE_5_ODD + TELL), Mode.PROTECTED_32).run();
        assertEquals(new Ending.Left(new Ending.Stopped(11, "exit port")), report.machines().getFirst().ending());
    }

    @Test void whoBecomesAGuestDoesSoWithTheGateClosed() {
        var report = new Machines().with(Gate::new).virtualizeAt(0x20_0016 + 4)
                .add("main", code(TO_AN_EVEN_MEGABYTE + CLOSE + STORE_5_ODD + TELL), Mode.PROTECTED_32).run();
        assertEquals(new Ending.Stopped(11, "exit port"), report.machines().getFirst().ending());
    }
}
