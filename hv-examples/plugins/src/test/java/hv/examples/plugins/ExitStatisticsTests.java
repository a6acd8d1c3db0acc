package hv.examples.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.api.ExitHandler;
import hv.api.Outcome;
import hv.api.VmExit;
import hv.testkit.ExitHandlerContract;
import hv.testkit.FakeVm;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExitStatisticsTests extends ExitHandlerContract {
    @Override protected ExitHandler handler() { return new ExitStatistics(); }

    @Test void tellsTheNumbersAtTheEnd() {
        var vm = new FakeVm();
        var statistics = new ExitStatistics();
        statistics.attach(vm);
        statistics.handle(new VmExit.Hlt(), vm.vcpu(), (_, _) -> Outcome.HALT);
        statistics.handle(new VmExit.Cpuid(0, 0), vm.vcpu(), (_, _) -> Outcome.NATIVE);
        statistics.handle(new VmExit.Cpuid(1, 0), vm.vcpu(), (_, _) -> Outcome.NATIVE);
        statistics.detach();
        assertEquals(List.of("exits: {CPUID=2, HLT=1}"), vm.warnings());
    }
}
