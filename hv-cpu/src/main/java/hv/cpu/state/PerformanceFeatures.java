package hv.cpu.state;

import hv.cpu.platform.ProcessorProfile;
import hv.cpu.platform.ProcessorProfile.Leaf;

/**
 * The performance counters of a processor: architectural performance monitoring of version 2, as CPUID leaf 0AH reports it; none without that leaf.
 *
 * @param general     general-purpose counters, at most {@link #MOST_GENERAL}
 * @param generalBits their width
 * @param fixed       fixed-function counters, at most {@link #MOST_FIXED}
 * @param fixedBits   their width
 * @param events      architectural events that general-purpose counters can count, a bit for each in the order of the leaf
 * @sdm 3B "Architectural Performance Monitoring"
 */
public record PerformanceFeatures(int general, int generalBits, int fixed, int fixedBits, int events) {
    public static final int MOST_GENERAL = 8, MOST_FIXED = 3;
    private static final PerformanceFeatures NONE = new PerformanceFeatures(0, 0, 0, 0, 0);
    private static final int VERSION = 2;

    public static PerformanceFeatures of(ProcessorProfile profile) {
        var leaf = profile.cpuid().get(new Leaf(0xA, 0));
        if (leaf == null || (leaf.eax() & 0xFF) < VERSION) return NONE;
        int known = (1 << (leaf.eax() >>> 24)) - 1;
        return new PerformanceFeatures(leaf.eax() >>> 8 & 0xFF, leaf.eax() >>> 16 & 0xFF, leaf.edx() & 0x1F, leaf.edx() >>> 5 & 0xFF, known & ~leaf.ebx());
    }

    /** The bits of IA32_PERF_GLOBAL_CTRL for general-purpose counters. */
    public long globalGeneral() { return (1L << general) - 1; }
    /** The bits of IA32_PERF_GLOBAL_CTRL that are not reserved: one for each counter. */
    public long global() { return globalGeneral() | ((1L << fixed) - 1) << 32; }
}
