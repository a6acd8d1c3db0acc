package hv.handlers.vmcall;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hv.api.ExitHandler;
import hv.api.GuestFault;
import hv.api.Hypercall;
import hv.api.Hypercall.Privilege;
import hv.api.Outcome;
import hv.api.VmExit;
import hv.api.x86.Event;
import hv.api.x86.Gpr;
import hv.testkit.ExitHandlerContract;
import hv.testkit.FakeVcpu;
import hv.testkit.FakeVm;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VmcallTests extends ExitHandlerContract {
    private final FakeVm vm = new FakeVm();
    private final FakeVcpu vcpu = vm.vcpu();
    private final Vmcall vmcall = new Vmcall();

    @BeforeEach void attach() { vmcall.attach(vm); }

    @Override protected ExitHandler handler() { return new Vmcall(); }

    private Outcome call(long number) {
        vcpu.set(Gpr.RAX, number);
        return vmcall.handle(new VmExit.Vmcall(), vcpu, (_, _) -> { throw new AssertionError("nobody else is asked"); });
    }

    private void offer(long number, Privilege privilege, Hypercall.Body body) {
        vm.offer(Hypercall.class, new Hypercall(number, "test-" + number, privilege, body));
    }

    @Test void numberThatNobodyOffersGivesAnError() {
        assertEquals(Outcome.answer(-1), call(0xDEAD));
    }

    @Test void offersOfOtherPluginsAreServed() {
        offer(0x100, Privilege.ANYONE, _ -> Outcome.answer(42));
        assertEquals(Outcome.answer(42), call(0x100));
    }

    @Test void offersMadeOrClosedLaterCountFromThenOn() {
        assertEquals(Outcome.answer(-1), call(0x100));
        var offer = vm.offer(Hypercall.class, new Hypercall(0x100, "late", Privilege.ANYONE, _ -> Outcome.answer(7)));
        assertEquals(Outcome.answer(7), call(0x100));
        offer.close();
        assertEquals(Outcome.answer(-1), call(0x100));
    }

    @Test void twoHypercallsWithOneNumberAreRefusedByName() {
        offer(0x100, Privilege.ANYONE, _ -> Outcome.answer(1));
        offer(0x100, Privilege.ANYONE, _ -> Outcome.answer(2));
        var refused = assertThrows(IllegalStateException.class, () -> call(0x100));
        assertEquals("hypercalls 'test-256' and 'test-256' both have the number 100H: leave one of their plugins out", refused.getMessage());
    }

    @Test void argumentsOfA32BitGuestAreZeroExtendedAndItsResultTruncated() {
        offer(0x100, Privilege.ANYONE, v -> Outcome.answer(Hypercall.argument(v, 0) - 1));
        vcpu.in64BitMode(false).with(Gpr.RBX, 0xFFFF_FFFF_0000_0000L);
        assertEquals(Outcome.answer(0xFFFF_FFFFL), call(0x7777_0000_0100L));
        assertEquals(Outcome.answer(0xFFFF_FFFFL), call(0x101));
    }

    @Test void numberOfA64BitGuestHas64Bits() {
        offer(0x1_0000_0100L, Privilege.ANYONE, _ -> Outcome.answer(5));
        assertEquals(Outcome.answer(5), call(0x1_0000_0100L));
    }

    @Test void supervisorHypercallsAreRefusedOutsideRing0() {
        offer(0x100, Privilege.SUPERVISOR_ONLY, _ -> Outcome.answer(1));
        vcpu.cpl(3);
        assertEquals(Outcome.answer(-2), call(0x100));
    }

    @Test void userCallsCanBeWithdrawn() {
        var strict = new Vmcall();
        strict.attach(new FakeVm().with("user-calls", "false"));
        assertEquals(Outcome.answer(-2), strict.handle(new VmExit.Vmcall(), vcpu.cpl(3), (_, _) -> Outcome.NATIVE));
        assertEquals(Outcome.answer(1), strict.handle(new VmExit.Vmcall(), vcpu.cpl(0), (_, _) -> Outcome.NATIVE));
    }

    @Test void memoryThatTheCallerMayNotReachGivesAnError() {
        offer(0x100, Privilege.ANYONE, _ -> { throw new GuestFault(Event.gp(0)); });
        assertEquals(Outcome.answer(-3), call(0x100));
    }
}
