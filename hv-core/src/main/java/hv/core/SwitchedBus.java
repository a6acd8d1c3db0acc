package hv.core;

import hv.core.guest.entry.VirtualInterrupts;
import hv.core.machine.Board;
import hv.cpu.platform.Bus;
import java.util.OptionalInt;
import java.util.function.BooleanSupplier;

/**
 * The processor's bus. Under the VMM it has no devices, because guests' accesses to their devices are intercepted, and its INTR pin is the one of the
 * running virtual machine. Native code has the devices of its own board.
 */
final class SwitchedBus implements Bus {
    private Bus devices = EMPTY;
    private BooleanSupplier pin = () -> false;

    void underVmm(VirtualInterrupts turn) {
        devices = EMPTY;
        pin = turn::signalled;
    }

    void nativeOn(Board board) {
        devices = board;
        pin = board::interruptPending;
    }

    @Override public int in(int port, int bytes) { return devices.in(port, bytes); }
    @Override public void out(int port, int bytes, int value) { devices.out(port, bytes, value); }
    @Override public boolean rest(long ticks) { return devices.rest(ticks); }
    @Override public long read(long physical, int bytes) { return devices.read(physical, bytes); }
    @Override public void write(long physical, int bytes, long value) { devices.write(physical, bytes, value); }
    @Override public void floatingPointError() { devices.floatingPointError(); }
    @Override public boolean interruptPending() { return pin.getAsBoolean(); }
    @Override public OptionalInt acknowledgeInterrupt() { return devices.acknowledgeInterrupt(); }
}
