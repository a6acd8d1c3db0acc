package hv.cpu.platform;

import java.util.OptionalInt;

/**
 * The world outside the processor and its RAM: I/O ports, memory-mapped registers and interrupt pins. Methods are called on the processor's thread,
 * between or during instructions; an access is never split or repeated.
 */
public interface Bus {
    /**
     * Reads a port.
     *
     * @param bytes 1, 2 or 4
     * @return the value, zero-extended
     */
    int in(int port, int bytes);
    void out(int port, int bytes, int value);

    /** Reads physical addresses that are not RAM; all ones where nothing answers. @param bytes 1, 2, 4 or 8 */
    long read(long physical, int bytes);
    void write(long physical, int bytes, long value);

    /** Whether the INTR pin is high. */
    default boolean interruptPending() { return false; }
    /** Acknowledges the pending interrupt. @return its vector; empty for a spurious interrupt */
    default OptionalInt acknowledgeInterrupt() { return OptionalInt.empty(); }

    /** Takes notice of FERR#: the processor reports an x87 exception with CR0.NE = 0, and waits for an interrupt. */
    default void floatingPointError() {}

    /**
     * Called while the processor waits for an event and the next known one is some ticks away. The machine may look for others, and wait for them on
     * the host.
     *
     * @return whether there may be another one now; otherwise time jumps to the next
     */
    default boolean rest(long ticks) { return false; }

    /** A bus without devices: reads give all ones. */
    Bus EMPTY = new Bus() {
        @Override public int in(int port, int bytes) { return -1 >>> 32 - 8 * bytes; }
        @Override public void out(int port, int bytes, int value) {}
        @Override public long read(long physical, int bytes) { return -1L >>> 64 - 8 * bytes; }
        @Override public void write(long physical, int bytes, long value) {}
    };
}
