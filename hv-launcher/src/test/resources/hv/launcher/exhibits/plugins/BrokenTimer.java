package mine;

import hv.api.*;
import hv.api.machine.*;

public final class BrokenTimer implements Device {
    @Override public void plugIn(Machine machine) {
        machine.timer("tick", () -> { throw new IllegalStateException("the spring is loose"); }).at(1000);
    }
}
