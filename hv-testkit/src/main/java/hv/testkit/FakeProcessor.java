package hv.testkit;

import hv.api.FeatureProbe;
import hv.api.x86.CpuidResult;
import hv.api.x86.Cr0;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/** A processor whose CPUID and MSRs are set by a test. Other leaves read as zeros; other MSRs would fault. */
public final class FakeProcessor implements FeatureProbe.Capabilities {
    private record Leaf(int leaf, int subleaf) {}

    private final Map<Leaf, CpuidResult> leaves = new HashMap<>();
    private final Map<Integer, Long> msrs = new HashMap<>();
    private long cr0 = Cr0.PG | Cr0.NE | Cr0.PE;
    private long cr4;

    public FakeProcessor cpuid(int leaf, int subleaf, int eax, int ebx, int ecx, int edx) {
        leaves.put(new Leaf(leaf, subleaf), new CpuidResult(eax, ebx, ecx, edx));
        return this;
    }

    public FakeProcessor msr(int index, long value) {
        msrs.put(index, value);
        return this;
    }

    public FakeProcessor cr0(long value) {
        cr0 = value;
        return this;
    }

    public FakeProcessor cr4(long value) {
        cr4 = value;
        return this;
    }

    @Override public CpuidResult cpuid(int leaf, int subleaf) {
        return leaves.getOrDefault(new Leaf(leaf, subleaf), CpuidResult.ZERO);
    }

    @Override public OptionalLong rdmsr(int index) {
        var value = msrs.get(index);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    @Override public long cr0() { return cr0; }
    @Override public long cr4() { return cr4; }
}
