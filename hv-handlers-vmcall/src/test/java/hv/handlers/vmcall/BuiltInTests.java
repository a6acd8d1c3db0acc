package hv.handlers.vmcall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.Outcome;
import hv.api.VmExit;
import hv.api.x86.Gpr;
import hv.testkit.FakeVcpu;
import hv.testkit.FakeVm;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BuiltInTests {
    private static final int VERSION = 0, STOP = 1, LEAVE = 2, WRITE = 3, PUT = 4;

    private final FakeVm vm = new FakeVm();
    private final FakeVcpu vcpu = vm.vcpu();
    private final Vmcall vmcall = new Vmcall();

    @BeforeEach void attach() { vmcall.attach(vm); }

    private Outcome call(long number, long... arguments) {
        Gpr[] registers = {Gpr.RBX, Gpr.RCX};
        for (int i = 0; i < arguments.length; i++) vcpu.set(registers[i], arguments[i]);
        vcpu.set(Gpr.RAX, number);
        return vmcall.handle(new VmExit.Vmcall(), vcpu, (_, _) -> Outcome.NATIVE);
    }

    @Test void versionIsOne() {
        assertEquals(Outcome.answer(1), call(VERSION));
    }

    @Test void stopEndsTheMachineWithItsStatus() {
        assertEquals(Outcome.ADVANCE, call(STOP, 7));
        assertEquals(OptionalInt.of(7), vm.stopped());
    }

    @Test void stopRefusesAStatusAbove255() {
        assertEquals(Outcome.answer(-4), call(STOP, 256));
        assertTrue(vm.stopped().isEmpty());
    }

    @Test void stopAndLeaveAreForTheSupervisor() {
        vcpu.cpl(3);
        assertEquals(Outcome.answer(-2), call(STOP, 0));
        assertTrue(vm.stopped().isEmpty());
    }

    @Test void leaveLeavesVmxOperation() {
        assertEquals(Outcome.LEAVE, call(LEAVE));
    }

    @Test void writePrintsGuestMemory() {
        vm.memory().write(0x2000, "hello\n".getBytes(StandardCharsets.US_ASCII));
        assertEquals(Outcome.answer(6), call(WRITE, 0x2000, 6));
        assertEquals("hello\n", vm.console().printed());
    }

    @Test void writePrintsNothingWhereMemoryIsMissing() {
        vcpu.unmap(0x3000);
        assertEquals(Outcome.answer(-3), call(WRITE, 0x2FFE, 4));
        assertEquals("", vm.console().printed());
    }

    @Test void writeTakesAtMostAPage() {
        assertEquals(Outcome.answer(-4), call(WRITE, 0, 4097));
        assertEquals(Outcome.answer(-4), call(WRITE, 0, -1));
    }

    @Test void putPrintsOneByte() {
        assertEquals(Outcome.answer(1), call(PUT, 'x'));
        assertEquals("x", vm.console().printed());
    }
}
