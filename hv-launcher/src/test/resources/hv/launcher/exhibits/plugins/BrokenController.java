package mine;

import hv.api.*;
import hv.api.machine.*;

/** Raises the line that it listens to. */
public final class BrokenController implements Device {
    @Override public void plugIn(Machine machine) {
        machine.interrupts().inputs(20, 1, (line, high) -> { throw new IllegalStateException("the pin is bent"); });
        machine.timer("soon", machine.line(20)::raise).at(1000);
    }
}
