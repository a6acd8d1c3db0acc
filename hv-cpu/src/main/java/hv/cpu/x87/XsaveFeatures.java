package hv.cpu.x87;

import hv.cpu.platform.ProcessorProfile;
import hv.cpu.semantics.Cpu;

/**
 * State components, and the ones in use.
 *
 * @sdm 1 "Managing State Using the XSAVE Feature Set"
 */
public final class XsaveFeatures {
    /** State components by their bits in XCR0. */
    public static final long X87 = 1, SSE = 1 << 1, AVX = 1 << 2;
    private static final int LEAF = 0xD;

    private XsaveFeatures() {}

    /** The bits of XCR0 that may be 1 on this processor. */
    public static long components(Cpu c) {
        var leaf = c.profile.cpuid().get(new ProcessorProfile.Leaf(LEAF, 0));
        return leaf == null ? X87 : leaf.eax() & 0xFFFF_FFFFL | (long) leaf.edx() << 32;
    }

    /** XINUSE: the components that differ from their initial configuration. */
    public static long inUse(Cpu c) { return (LegacyRegion.x87InUse(c) ? X87 : 0) | (LegacyRegion.sseInUse(c) ? SSE : 0); }
}
