package hv.devices;

/** The frequency of a clock input. Virtual nanoseconds and ticks are converted into each other exactly, for any time. */
public record Frequency(long hertz) {
    private static final long SECOND = 1_000_000_000L;

    /** Whole ticks since time 0. */
    public long ticksAt(long nanos) { return nanos / SECOND * hertz + nanos % SECOND * hertz / SECOND; }

    /** The first nanosecond at which {@link #ticksAt} gives {@code ticks}. */
    public long nanosAt(long ticks) { return ticks / hertz * SECOND + (ticks % hertz * SECOND + hertz - 1) / hertz; }
}
