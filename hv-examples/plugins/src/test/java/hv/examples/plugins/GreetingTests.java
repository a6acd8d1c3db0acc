package hv.examples.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.api.ExitHandler;
import hv.api.GuestFault;
import hv.api.Hypercall;
import hv.api.Outcome;
import hv.testkit.ExitHandlerContract;
import hv.testkit.FakeVm;
import org.junit.jupiter.api.Test;

class GreetingTests extends ExitHandlerContract {
    @Override protected ExitHandler handler() { return new Greeting(); }

    @Test void greetsAndCounts() throws GuestFault {
        var vm = new FakeVm();
        new Greeting().attach(vm);
        var call = vm.offered(Hypercall.class).getFirst();
        assertEquals(Outcome.answer(1), call.body().call(vm.vcpu()));
        assertEquals(Outcome.answer(2), call.body().call(vm.vcpu()));
        assertEquals("Hello from Java\nHello from Java\n", vm.console().printed());
    }
}
