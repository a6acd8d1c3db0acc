package hv.cpu.vmx;

import hv.cpu.platform.Bus;
import java.util.OptionalInt;

/** A bus with an interrupt controller that has at most one interrupt. */
final class Interrupting implements Bus {
    boolean pending;
    private final OptionalInt vector;

    /** @param vector what acknowledging takes; empty for an interrupt that nobody takes, and which stays */
    Interrupting(OptionalInt vector) { this.vector = vector; }

    @Override public int in(int port, int bytes) { return -1; }
    @Override public void out(int port, int bytes, int value) {}
    @Override public long read(long physical, int bytes) { return -1; }
    @Override public void write(long physical, int bytes, long value) {}
    @Override public boolean interruptPending() { return pending; }

    @Override
    public OptionalInt acknowledgeInterrupt() {
        if (vector.isPresent()) pending = false;
        return vector;
    }
}
