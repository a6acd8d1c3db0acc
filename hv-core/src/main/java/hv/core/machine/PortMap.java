package hv.core.machine;

import hv.api.machine.PortDevice;
import hv.api.machine.Registration;
import hv.core.report.Blame;
import hv.core.report.HvException;

/** Who answers which I/O port. */
final class PortMap {
    private static final int PORTS = 0x1_0000;

    private final PortDevice[] devices = new PortDevice[PORTS];
    private final String[] owners = new String[PORTS];

    /** @throws HvException (user's mistake) if another plugin holds one of the ports */
    Registration claim(int first, int count, PortDevice device, String owner) {
        if (first < 0 || count < 1 || first + count > PORTS) throw new IllegalArgumentException("no such ports: " + count + " from " + first);
        for (int port = first; port < first + count; port++) {
            if (devices[port] == null) continue;
            throw HvException.user("plugins %s and %s both want port %XH; leave one of them out with --plugins".formatted(owners[port], owner, port));
        }
        fill(first, count, device, owner);
        return () -> fill(first, count, null, null);
    }

    private void fill(int first, int count, PortDevice device, String owner) {
        for (int port = first; port < first + count; port++) {
            devices[port] = device;
            owners[port] = owner;
        }
    }

    /** All ones where nothing answers, as on a bus with pull-ups. */
    int in(int port, int bytes) {
        var device = devices[port];
        int mask = -1 >>> 32 - 8 * bytes;
        if (device == null) return mask;
        try {
            return device.in(port, bytes) & mask;
        } catch (Throwable e) {
            throw Blame.plugin(owners[port], "answer IN from port %XH".formatted(port), e);
        }
    }

    void out(int port, int bytes, int value) {
        var device = devices[port];
        if (device == null) return;
        try {
            device.out(port, bytes, value);
        } catch (Throwable e) {
            throw Blame.plugin(owners[port], "take OUT to port %XH".formatted(port), e);
        }
    }
}
