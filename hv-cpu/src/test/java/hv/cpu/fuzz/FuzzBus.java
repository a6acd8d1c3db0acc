package hv.cpu.fuzz;

import hv.cpu.platform.Bus;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;

/** Answers anything, and interrupts now and then. */
final class FuzzBus implements Bus {
    private final RandomGenerator random;

    FuzzBus(RandomGenerator random) { this.random = random; }

    @Override public int in(int port, int bytes) { return random.nextInt() >>> 32 - 8 * bytes; }
    @Override public void out(int port, int bytes, int value) {}
    @Override public long read(long physical, int bytes) { return random.nextLong() >>> 64 - 8 * bytes; }
    @Override public void write(long physical, int bytes, long value) {}
    @Override public boolean interruptPending() { return random.nextInt(64) == 0; }

    @Override
    public OptionalInt acknowledgeInterrupt() { return random.nextInt(8) == 0 ? OptionalInt.empty() : OptionalInt.of(random.nextInt(256)); }
}
