package hv.cpu.performance;

import static hv.api.x86.MsrIndex.*;

import hv.cpu.state.CounterState;
import hv.cpu.state.PerformanceFeatures;
import java.util.OptionalLong;

/**
 * The MSRs of performance monitoring, version 2. Callers bring the counters up to date before an access.
 *
 * @sdm 4 "Architectural MSRs"
 */
final class CounterMsrs {
    /** The bits of IA32_PERF_GLOBAL_OVF_CTRL for conditions that never come here: a full buffer, and a change of the counters' state. */
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
        return index >= IA32_FIXED_CTR_CTRL && index <= IA32_PERF_GLOBAL_OVF_CTRL || among(index, IA32_PMC0, PerformanceFeatures.MOST_GENERAL)
                || among(index, IA32_PERFEVTSEL0, PerformanceFeatures.MOST_GENERAL) || among(index, IA32_FIXED_CTR0, PerformanceFeatures.MOST_FIXED);
    }

    private static boolean among(int index, int first, int count) { return index >= first && index < first + count; }
    private boolean isCounter(int index) { return among(index, IA32_PMC0, features.general()); }
    private boolean isSelect(int index) { return among(index, IA32_PERFEVTSEL0, features.general()); }
    private boolean isFixedCounter(int index) { return among(index, IA32_FIXED_CTR0, features.fixed()); }
    private static int fixed(int index) { return PerformanceFeatures.MOST_GENERAL + index - IA32_FIXED_CTR0; }

    /** Reads an MSR; empty where there is none. */
    OptionalLong read(int index) {
        if (features.global() == 0) return OptionalLong.empty();
        if (isCounter(index)) return OptionalLong.of(state.counts[index - IA32_PMC0]);
        if (isSelect(index)) return OptionalLong.of(state.selects[index - IA32_PERFEVTSEL0]);
        if (isFixedCounter(index)) return OptionalLong.of(state.counts[fixed(index)]);
        return switch (index) {
            case IA32_FIXED_CTR_CTRL -> OptionalLong.of(state.fixedControl);
            case IA32_PERF_GLOBAL_STATUS -> OptionalLong.of(state.globalStatus);
            case IA32_PERF_GLOBAL_CTRL -> OptionalLong.of(state.globalControl);
            case IA32_PERF_GLOBAL_OVF_CTRL -> OptionalLong.of(0);
            default -> OptionalLong.empty();
        };
    }

    /** Writes an MSR. @return false for reserved bits, a register that can't be written, and where there is none */
    boolean write(int index, long value) {
        if ((value & ~writable(index)) != 0 || index == IA32_PERF_GLOBAL_STATUS || read(index).isEmpty()) return false;
        if (isCounter(index)) state.counts[index - IA32_PMC0] = (int) value & Counter.mask(features.generalBits());
        else if (isSelect(index)) state.selects[index - IA32_PERFEVTSEL0] = value;
        else if (isFixedCounter(index)) state.counts[fixed(index)] = value;
        else if (index == IA32_FIXED_CTR_CTRL) state.fixedControl = value;
        else if (index == IA32_PERF_GLOBAL_CTRL) state.globalControl = value;
        else state.globalStatus &= ~value;
        return true;
    }

    /** The bits that may be 1. A general-purpose counter takes the lower half and extends its sign. */
    private long writable(int index) {
        if (isCounter(index)) return -1;
        if (isSelect(index)) return Counting.SELECT_BITS;
        if (isFixedCounter(index)) return Counter.mask(features.fixedBits());
        return switch (index) {
            case IA32_FIXED_CTR_CTRL -> fixedControlBits;
            case IA32_PERF_GLOBAL_CTRL -> features.global();
            case IA32_PERF_GLOBAL_OVF_CTRL -> features.global() | OTHER_CONDITIONS;
            default -> 0;
        };
    }
}
