package hv.core.guest.completion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.mockito.Mockito.mock;

import hv.api.Vcpu;
import hv.core.guest.Bench;
import hv.core.guest.state.ControlBit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The monitor trap flag, and who waits for it. */
class StepperTests {
    private final Bench bench = new Bench();
    private final Stepper stepper = bench.stepper;
    private final Vcpu guest = mock(Vcpu.class);
    private final List<String> called = new ArrayList<>();

    @AfterEach void close() { bench.close(); }

    private boolean armed() { return bench.interceptions.owns(ControlBit.MONITOR_TRAP_FLAG); }
    private void plugin(String name, boolean over) { stepper.then(_ -> called.add(name), over); }
    private void framework() { stepper.trap(() -> called.add("framework")); }

    @Test void afterAnInstructionThatIsOverThePluginIsCalledAtTheNextEntry() {
        plugin("plugin", true);
        assertFalse(armed());
        stepper.entering(guest);
        stepper.entering(guest);
        assertEquals(List.of("plugin"), called);
    }

    @Test void afterOthersItIsCalledAtTheTrap() {
        plugin("plugin", false);
        assertTrue(armed());
        stepper.entering(guest);
        assertEquals(List.of(), called);
        assertTrue(stepper.trapped(guest));
        assertEquals(List.of("plugin"), called);
        assertFalse(armed());
    }

    @Test void pluginsHearNothingOfTheFrameworksTrap() {
        framework();
        assertTrue(armed());
        assertFalse(stepper.trapped(guest));
        assertEquals(List.of("framework"), called);
        assertFalse(armed());
    }

    @Test void oneTrapServesTheFrameworkFirstAndThenThePlugins() {
        plugin("first", false);
        framework();
        plugin("second", false);
        assertTrue(stepper.trapped(guest));
        assertEquals(List.of("framework", "first", "second"), called);
        assertFalse(stepper.trapped(guest));
        assertEquals(3, called.size());
    }

    @Test void whoStepsOnFromItsCallWaitsForTheNextTrap() {
        stepper.then(_ -> plugin("next", false), false);
        stepper.trapped(guest);
        assertTrue(armed());
        assertEquals(List.of(), called);
        assertTrue(stepper.trapped(guest));
        assertEquals(List.of("next"), called);
    }

    @Test void whoStepsOnFromItsCallAtAnEntryIsNotCalledTwice() {
        stepper.then(_ -> plugin("next", true), true);
        stepper.entering(guest);
        assertEquals(List.of(), called);
        stepper.entering(guest);
        assertEquals(List.of("next"), called);
    }

    @Test void theFlagStaysWhileSomebodyStillWaits() {
        stepper.trap(this::framework);
        stepper.trapped(guest);
        assertTrue(armed());
        plugin("over", true);
        assertTrue(armed());
    }
}
