package hv.cpu.performance;

import hv.cpu.state.CounterState;
import hv.cpu.state.PerformanceFeatures;

/**
 * One performance counter.
 *
 * @param place in {@link CounterState#counts}
 * @param flag  its bit of the global registers
 * @param bits  its width
 */
record Counter(int place, long flag, int bits) {
    static Counter general(int number, PerformanceFeatures features) { return new Counter(number, 1L << number, features.generalBits()); }

    static Counter fixed(int number, PerformanceFeatures features) {
        return new Counter(PerformanceFeatures.MOST_GENERAL + number, 1L << 32 + number, features.fixedBits());
    }

    /** The bits of a counter of this width. */
    static long mask(int bits) { return -1L >>> 64 - bits; }

    Counting counting(CounterState state, int events) {
        if ((state.globalControl & flag) == 0) return Counting.OFF;
        boolean fixed = place >= PerformanceFeatures.MOST_GENERAL;
        return fixed ? Counting.fixed(place - PerformanceFeatures.MOST_GENERAL, state.fixedControl) : Counting.general(state.selects[place], events);
    }

    /** Adds to the counter. @return whether it has overflowed */
    boolean count(CounterState state, long more) {
        long sum = state.counts[place] + more;
        state.counts[place] = sum & mask(bits);
        if (sum >>> bits == 0) return false;
        state.globalStatus |= flag;
        return true;
    }

    /** The number of events until the counter overflows. */
    long left(CounterState state) { return mask(bits) - state.counts[place] + 1; }
}
