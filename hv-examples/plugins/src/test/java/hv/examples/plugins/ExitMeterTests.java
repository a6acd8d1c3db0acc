package hv.examples.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.api.ExitHandler;
import hv.api.Outcome;
import hv.api.VmExit;
import hv.testkit.ExitHandlerContract;
import hv.testkit.FakeVm;
import org.junit.jupiter.api.Test;

class ExitMeterTests extends ExitHandlerContract {
    private final FakeVm vm = new FakeVm();
    private final ExitMeter meter = new ExitMeter();

    @Override protected ExitHandler handler() { return new ExitMeter(); }

    private Outcome handle(VmExit exit) { return meter.handle(exit, vm.vcpu(), (_, _) -> Outcome.NATIVE); }

    @Test void countsWhatItPassesOnAndTellsAtItsPorts() {
        meter.attach(vm);
        for (int i = 0; i < 0x1FF; i++) assertEquals(Outcome.NATIVE, handle(new VmExit.Hlt()));
        assertEquals(Outcome.answer(0x200), handle(new VmExit.PortIn(0x520, 4)));
        assertEquals(Outcome.answer(2), handle(new VmExit.PortIn(0x521, 1)));
    }

    @Test void otherPortsAreNotItsBusiness() {
        meter.attach(vm);
        assertEquals(Outcome.NATIVE, handle(new VmExit.PortIn(0x51F, 4)));
        assertEquals(Outcome.NATIVE, handle(new VmExit.PortIn(0x521, 4)));
        assertEquals(Outcome.NATIVE, handle(new VmExit.PortOut(0x520, 1, 0)));
    }
}
