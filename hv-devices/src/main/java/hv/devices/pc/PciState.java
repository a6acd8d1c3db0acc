package hv.devices.pc;

import hv.api.machine.State;
import hv.api.machine.StateFields;

/** The state of the configuration mechanism and the host bridge. */
final class PciState implements State {
    /** CONFIG_ADDRESS at CF8H. */
    int address;
    /** The reset control register at CF9H. */
    int resetControl;
    /** The host bridge's configuration space. */
    final byte[] bridge = new byte[256];

    @Override public void fields(StateFields fields) {
        address = fields.number("address", address);
        resetControl = fields.number("resetControl", resetControl);
        fields.fill("bridge", bridge);
    }
}
