package hv.ept;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.GuestFault;
import hv.api.Hypercall;
import hv.api.Outcome;
import hv.api.x86.Gpr;
import hv.testkit.FakeVcpu;
import hv.testkit.FakeVm;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HookCallsTests {
    private static final long SET = 0x100, REMOVE = 0x101;

    private final FakeVm vm = new FakeVm();
    private final FakeVcpu vcpu = vm.vcpu();
    private final HookedPage hooked = new HookedPage();

    @BeforeEach void attach() { hooked.attach(vm); }

    private Outcome call(long number, long first, long second, long third) throws GuestFault {
        vcpu.with(Gpr.RBX, first).with(Gpr.RCX, second).with(Gpr.RDX, third);
        var call = vm.offered(Hypercall.class).stream().filter(c -> c.number() == number).findFirst().orElseThrow();
        assertEquals(Hypercall.Privilege.SUPERVISOR_ONLY, call.privilege());
        return call.body().call(vcpu);
    }

    @Test void setAnswersTheHooksNumberAndRemoveTakesIt() throws GuestFault {
        assertEquals(Outcome.answer(1), call(SET, 0x3000, 0x8000, 2));
        assertEquals(Outcome.answer(2), call(SET, 0x4000, 0x8000, 2));
        assertEquals(2, hooked.claims().size());
        assertEquals(Outcome.answer(0), call(REMOVE, 1, 0, 0));
        assertEquals(1, hooked.claims().size());
    }

    @Test void restoredHooksAreThoseThatWereSavedAndNoOthers() throws GuestFault {
        call(SET, 0x3000, 0x8000, 2);
        call(SET, 0x4FFF, 0x8000, 2);
        var saved = vm.save();
        var other = new HookCallsTests();
        other.attach();
        other.call(SET, 0x9000, 0x8000, 1);
        other.vm.restore(saved);
        assertArrayEquals(saved, other.vm.save());
        assertEquals(hooked.claims(), other.hooked.claims());
        assertEquals(Outcome.answer(0), other.call(REMOVE, 2, 0, 0));
        assertEquals(1, other.hooked.claims().size());
        assertEquals(Outcome.answer(3), other.call(SET, 0x5000, 0x8000, 2));
        assertEquals(2, other.vm.framesInUse());
    }

    @Test void removingAHookTwiceIsABadArgument() throws GuestFault {
        call(SET, 0x3000, 0x8000, 2);
        call(REMOVE, 1, 0, 0);
        assertEquals(Outcome.answer(-4), call(REMOVE, 1, 0, 0));
    }

    @Test void lengthIsFromOneByteToAPage() throws GuestFault {
        assertEquals(Outcome.answer(-4), call(SET, 0x3000, 0x8000, 0));
        assertEquals(Outcome.answer(-4), call(SET, 0x3000, 0x8000, 4097));
    }

    @Test void unreachableCodeOrBytesChangeNothing() {
        vcpu.unmap(0x9000);
        assertThrows(GuestFault.class, () -> call(SET, 0x8FFF, 0x3000, 2));
        assertThrows(GuestFault.class, () -> call(SET, 0x3000, 0x8FFF, 2));
        assertTrue(hooked.claims().isEmpty());
        assertEquals(0, vm.framesInUse());
    }
}
