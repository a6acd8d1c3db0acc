package mine;

import hv.api.*;
import hv.api.machine.*;

/** Wants the ports of the serial port. */
public final class SecondSerial implements ExitHandler {
    @Override public void attach(VirtualMachine vm) {
        vm.ports(0x3F8, 8, new PortDevice() {
            @Override public int in(int port, int bytes) { return 0; }
            @Override public void out(int port, int bytes, int value) {}
        });
    }
}
