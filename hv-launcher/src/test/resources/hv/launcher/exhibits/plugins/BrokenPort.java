package mine;

import hv.api.*;
import hv.api.machine.*;

public final class BrokenPort implements Device {
    @Override public void plugIn(Machine machine) { machine.ports(0xF4, 1, new Wire()); }

    static final class Wire implements PortDevice {
        @Override public int in(int port, int bytes) { return 0; }
        @Override public void out(int port, int bytes, int value) { throw new IllegalStateException("the wire is cut"); }
    }
}
