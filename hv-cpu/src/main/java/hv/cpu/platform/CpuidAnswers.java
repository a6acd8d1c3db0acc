package hv.cpu.platform;

import hv.api.x86.CpuidResult;
import hv.cpu.platform.ProcessorProfile.Leaf;
import java.util.Map;

/** A profile's answers to CPUID, with a fast look-up of recent ones. */
public final class CpuidAnswers {
    private static final int RECENT = 64;

    private final Map<Leaf, CpuidResult> all;
    private final Answered[] recent = new Answered[RECENT];

    private record Answered(int leaf, int subleaf, CpuidResult answer) {}

    public CpuidAnswers(ProcessorProfile profile) { all = profile.cpuid(); }

    /** The answer for a leaf; zeros where it is absent. */
    public CpuidResult of(int leaf, int subleaf) {
        int slot = (leaf ^ leaf >>> 26 ^ subleaf << 3) & RECENT - 1;
        var known = recent[slot];
        if (known == null || known.leaf != leaf || known.subleaf != subleaf) {
            known = new Answered(leaf, subleaf, all.getOrDefault(new Leaf(leaf, subleaf), CpuidResult.ZERO));
            recent[slot] = known;
        }
        return known.answer;
    }
}
