package hv.devices.pc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.ExitHandler;
import hv.testkit.ExitHandlerContract;
import hv.testkit.FakeVm;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CoprocessorTests extends ExitHandlerContract {
    private static final int PORT = 0xF0, LINE = 13;
    private final FakeVm vm = new FakeVm();

    @Override protected ExitHandler handler() { return new Coprocessor(); }

    @BeforeEach void plugIn() { new Coprocessor().plugIn(vm); }

    @Test void errorIsLatchedUntilThePortIsWritten() {
        vm.pins().floatingPointError();
        vm.pins().floatingPointErrorCleared();
        assertTrue(vm.raised(LINE), "whatever becomes of the exception");
        vm.port(PORT).out(PORT, 1, 0);
        assertFalse(vm.raised(LINE));
    }

    @Test void writeLetsInstructionsGoOnWhileThereIsAnError() {
        vm.port(PORT).out(PORT, 1, 0);
        assertFalse(vm.pins().ignoresFloatingPointError(), "no error yet");
        vm.pins().floatingPointError();
        assertFalse(vm.pins().ignoresFloatingPointError());
        vm.port(PORT).out(PORT, 1, 0);
        assertTrue(vm.pins().ignoresFloatingPointError());
    }

    @Test void readGivesAllOnes() { assertEquals(0xFF, vm.port(PORT).in(PORT, 1)); }
}
