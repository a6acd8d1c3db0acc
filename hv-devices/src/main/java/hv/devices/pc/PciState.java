package hv.devices.pc;

/** The state of the configuration mechanism and the host bridge. */
final class PciState {
    /** CONFIG_ADDRESS at CF8H. */
    int address;
    /** The reset control register at CF9H. */
    int resetControl;
    /** The host bridge's configuration space. */
    final byte[] bridge = new byte[256];
}
