package hv.handlers.msr;

import hv.api.Intercept;
import hv.api.x86.MsrIndex;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/** All registers but a few, as ranges to intercept: those that the MSR bitmaps cover, and the rest, which exits in any case. */
final class Gaps {
    private static final long HIGH = Integer.toUnsignedLong(MsrIndex.BITMAP_HIGH), RANGE = MsrIndex.BITMAP_RANGE;
    private static final long[][] RANGES = {
        {0, RANGE - 1}, {RANGE, 0x7FFF_FFFFL}, {0x8000_0000L, HIGH - 1}, {HIGH, HIGH + RANGE - 1}, {HIGH + RANGE, 0xFFFF_FFFFL}};

    /** Makes an intercept of a range. */
    @FunctionalInterface interface Kind {
        Intercept of(int first, int count);
    }

    private Gaps() {}

    /** @param passing indexes that do not exit */
    static Set<Intercept> around(Collection<Integer> passing, Kind kind) {
        var sorted = new TreeSet<>(passing.stream().map(Integer::toUnsignedLong).toList());
        var intercepts = new HashSet<Intercept>();
        for (long[] range : RANGES) {
            long first = range[0];
            for (long index : sorted.subSet(range[0], true, range[1], true)) {
                add(intercepts, kind, first, index);
                first = index + 1;
            }
            add(intercepts, kind, first, range[1] + 1);
        }
        return intercepts;
    }

    private static void add(Set<Intercept> to, Kind kind, long first, long end) {
        if (first < end) to.add(kind.of((int) first, (int) (end - first)));
    }
}
