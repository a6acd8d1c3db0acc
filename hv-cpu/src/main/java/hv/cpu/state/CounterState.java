package hv.cpu.state;

/** Performance counters: their registers, and the counts of cycles and instructions up to which they are right. Data only. */
public final class CounterState {
    /** The value of {@link #due} where no overflow is due. */
    public static final long NEVER = Long.MAX_VALUE;

    /** The counters as they were at {@link #cycles}: general-purpose ones first, fixed-function ones from {@link PerformanceFeatures#MOST_GENERAL} on. */
    public final long[] counts = new long[PerformanceFeatures.MOST_GENERAL + PerformanceFeatures.MOST_FIXED];
    /** IA32_PERFEVTSELx. */
    public final long[] selects = new long[PerformanceFeatures.MOST_GENERAL];
    /** IA32_FIXED_CTR_CTRL, IA32_PERF_GLOBAL_CTRL and IA32_PERF_GLOBAL_STATUS. */
    public long fixedControl, globalControl, globalStatus;
    /** {@link Registers#cycles} and {@link Registers#instructions()} up to which {@link #counts} are right. */
    public long cycles, instructions;
    /** Whether code of privilege level 1, 2 or 3 has run since then. */
    public boolean user;
    /** Whether a counter that is on counts at some privilege levels only. */
    public boolean filtering;
    /** {@link Registers#cycles} at which a counter may overflow whose overflow interrupts. */
    public long due = NEVER;

    public void copyFrom(CounterState other) {
        System.arraycopy(other.counts, 0, counts, 0, counts.length);
        System.arraycopy(other.selects, 0, selects, 0, selects.length);
        fixedControl = other.fixedControl;
        globalControl = other.globalControl;
        globalStatus = other.globalStatus;
        cycles = other.cycles;
        instructions = other.instructions;
        user = other.user;
        filtering = other.filtering;
        due = other.due;
    }
}
