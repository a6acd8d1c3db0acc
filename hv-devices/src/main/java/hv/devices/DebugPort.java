package hv.devices;

import hv.api.Device;
import hv.api.machine.Machine;
import hv.api.machine.PortDevice;

/** Port E9H prints each byte written to it; reading gives E9H, which tells a guest that the port is there. */
public final class DebugPort implements Device {
    private static final int PORT = 0xE9;

    @Override public String about() { return "prints each byte written to port E9H"; }

    @Override public void plugIn(Machine machine) {
        machine.ports(PORT, 1, new PortDevice() {
            @Override public int in(int port, int bytes) { return PORT; }
            @Override public void out(int port, int bytes, int value) { machine.console().write(value & 0xFF); }
        });
    }
}
