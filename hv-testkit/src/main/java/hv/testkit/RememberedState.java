package hv.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import hv.api.VmPlugin;
import java.util.function.Supplier;

/** The contract of plugins with state: a machine whose state has been restored saves the same state again. */
final class RememberedState {
    private RememberedState() {}

    /** @param machine makes a machine of its own each time */
    static void isRestored(Supplier<? extends VmPlugin> plugin, Supplier<FakeVm> machine) {
        FakeVm saved = machine.get(), restored = machine.get();
        plugin.get().attach(saved);
        plugin.get().attach(restored);
        saved.states().forEach(state -> assertFalse(state.name().contains("#"), () -> "two states are named " + state.name()));
        restored.restore(saved.save());
        assertArrayEquals(saved.save(), restored.save());
    }
}
