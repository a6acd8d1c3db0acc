package mine;

import hv.api.*;

/** Offers a hypercall with a number that is taken. */
public final class SecondVersion implements ExitHandler {
    @Override public void attach(VirtualMachine vm) {
        vm.offer(Hypercall.class, new Hypercall(0, "other-version", Hypercall.Privilege.ANYONE, vcpu -> Outcome.answer(2)));
    }
}
