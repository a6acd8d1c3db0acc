package hv.cpu.performance;

import hv.cpu.state.CounterState;
import hv.cpu.state.PerformanceFeatures;
import java.util.OptionalLong;

/**
 * The MSRs of performance monitoring, version 2. Callers bring the counters up to date before an access.
 *
 * @sdm 4 "Architectural MSRs"
 */
final class CounterMsrs {
    private static final int COUNTERS = 0xC1, SELECTS = 0x186, FIXED_COUNTERS = 0x309, FIXED_CONTROL = 0x38D, GLOBAL_STATUS = 0x38E, GLOBAL_CONTROL = 0x38F,
            OVERFLOW_CONTROL = 0x390;
    /** Of IA32_PERF_GLOBAL_OVF_CTRL: conditions that never come here, a full buffer and a change of the counters' state. */
    private static final long OTHER_CONDITIONS = 3L << 62;

    private final PerformanceFeatures features;
    private final CounterState state;
    private final long fixedControlBits;

    CounterMsrs(PerformanceFeatures features, CounterState state) {
        this.features = features;
        this.state = state;
        long bits = 0;
        for (int i = 0; i < features.fixed(); i++) bits |= Counting.FIXED_BITS << Counting.FIXED_FIELD * i;
        this.fixedControlBits = bits;
    }

    static boolean is(int index) {
        return index >= FIXED_CONTROL && index <= OVERFLOW_CONTROL || among(index, COUNTERS, PerformanceFeatures.MOST_GENERAL)
                || among(index, SELECTS, PerformanceFeatures.MOST_GENERAL) || among(index, FIXED_COUNTERS, PerformanceFeatures.MOST_FIXED);
    }

    private static boolean among(int index, int first, int count) { return index >= first && index < first + count; }
    private boolean isCounter(int index) { return among(index, COUNTERS, features.general()); }
    private boolean isSelect(int index) { return among(index, SELECTS, features.general()); }
    private boolean isFixedCounter(int index) { return among(index, FIXED_COUNTERS, features.fixed()); }
    private static int fixed(int index) { return PerformanceFeatures.MOST_GENERAL + index - FIXED_COUNTERS; }

    /** Reads an MSR; empty where there is none. */
    OptionalLong read(int index) {
        if (features.global() == 0) return OptionalLong.empty();
        if (isCounter(index)) return OptionalLong.of(state.counts[index - COUNTERS]);
        if (isSelect(index)) return OptionalLong.of(state.selects[index - SELECTS]);
        if (isFixedCounter(index)) return OptionalLong.of(state.counts[fixed(index)]);
        return switch (index) {
            case FIXED_CONTROL -> OptionalLong.of(state.fixedControl);
            case GLOBAL_STATUS -> OptionalLong.of(state.globalStatus);
            case GLOBAL_CONTROL -> OptionalLong.of(state.globalControl);
            case OVERFLOW_CONTROL -> OptionalLong.of(0);
            default -> OptionalLong.empty();
        };
    }

    /** Writes an MSR. @return false for reserved bits, a register that can't be written, and where there is none */
    boolean write(int index, long value) {
        if ((value & ~writable(index)) != 0 || index == GLOBAL_STATUS || read(index).isEmpty()) return false;
        if (isCounter(index)) state.counts[index - COUNTERS] = (int) value & Counter.mask(features.generalBits());
        else if (isSelect(index)) state.selects[index - SELECTS] = value;
        else if (isFixedCounter(index)) state.counts[fixed(index)] = value;
        else if (index == FIXED_CONTROL) state.fixedControl = value;
        else if (index == GLOBAL_CONTROL) state.globalControl = value;
        else state.globalStatus &= ~value;
        return true;
    }

    /** The bits that may be 1. A general-purpose counter takes the lower half and extends its sign. */
    private long writable(int index) {
        if (isCounter(index)) return -1;
        if (isSelect(index)) return Counting.SELECT_BITS;
        if (isFixedCounter(index)) return Counter.mask(features.fixedBits());
        return switch (index) {
            case FIXED_CONTROL -> fixedControlBits;
            case GLOBAL_CONTROL -> features.global();
            case OVERFLOW_CONTROL -> features.global() | OTHER_CONDITIONS;
            default -> 0;
        };
    }
}
