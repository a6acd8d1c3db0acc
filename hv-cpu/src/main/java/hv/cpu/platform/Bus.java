package hv.cpu.platform;

import java.util.OptionalInt;

/**
 * What a processor finds outside itself and its RAM: I/O ports, memory-mapped registers and interrupt pins. Called on the
 * processor's thread, between or during instructions; an access is never split or repeated.
 */
public interface Bus {
    /** @param bytes 1, 2 or 4; @return the value, zero-extended */
    int in(int port, int bytes);
    void out(int port, int bytes, int value);

    /** A read of physical addresses that are not RAM; all ones where nothing answers. @param bytes 1, 2, 4 or 8 */
    long read(long physical, int bytes);
    void write(long physical, int bytes, long value);

    /** Whether the INTR pin is high. */
    default boolean interruptPending() { return false; }
    /** The vector of the pending interrupt, taken from the interrupt controller; empty for a spurious one. */
    default OptionalInt acknowledgeInterrupt() { return OptionalInt.empty(); }

    /** FERR# is asserted: an x87 exception is reported with CR0.NE = 0, and the processor waits for an interrupt. */
    default void floatingPointError() {}

    /**
     * Called while the processor waits for an event and the next one that is known is some ticks away: the machine may look for others, and wait for them
     * on the host.
     *
     * @return whether there may be another one now; time jumps to the next otherwise
     */
    default boolean rest(long ticks) { return false; }

    /** A bus with nothing on it: reads give all ones. */
    Bus EMPTY = new Bus() {
        @Override public int in(int port, int bytes) { return -1 >>> 32 - 8 * bytes; }
        @Override public void out(int port, int bytes, int value) {}
        @Override public long read(long physical, int bytes) { return -1L >>> 64 - 8 * bytes; }
        @Override public void write(long physical, int bytes, long value) {}
    };
}
