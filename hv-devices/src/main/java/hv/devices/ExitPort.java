package hv.devices;

import hv.api.Device;
import hv.api.machine.Machine;
import hv.api.machine.PortDevice;

/**
 * A write of v, of any width, to port F4H ends the run with exit status (v&lt;&lt;1)|1 modulo 256: odd, so that no status of the
 * hypervisor's own can be taken for it. Reads give all ones, as where there is no device.
 */
public final class ExitPort implements Device {
    private static final int PORT = 0xF4;

    @Override public String about() { return "ends the run with status (v<<1)|1 on a write of v to port F4H"; }

    @Override public void plugIn(Machine machine) {
        machine.ports(PORT, 1, new PortDevice() {
            @Override public int in(int port, int bytes) { return -1; }

            @Override public void out(int port, int bytes, int value) {
                machine.stop((value << 1 | 1) & 0xFF, "the guest wrote %d to the exit port".formatted(Integer.toUnsignedLong(value)));
            }
        });
    }
}
