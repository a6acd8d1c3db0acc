package hv.cpu.platform;

import hv.api.x86.CpuidResult;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A kind of processor: its CPUID leaves, the reset values of its MSRs (capability MSRs among them) and its reset state, read from a dated data file.
 * The live bits of CPUID (OSXSAVE, APIC id …) are the processor's work, not the profile's.
 *
 * @param name     as {@code --cpu} takes it
 * @param title    one line for people
 * @param cpuid    answers by leaf and subleaf; a leaf that ignores ECX has subleaf 0 only
 * @param msrs     reset values of the MSRs that exist with a fixed or initial value
 * @param resetCr4 CR4 at reset: 0 on every real processor; the profile "vmxe-taken" starts as if another VMM owned VT
 */
public record ProcessorProfile(String name, String title, Map<Leaf, CpuidResult> cpuid, Map<Integer, Long> msrs, long resetCr4) {
    public record Leaf(int leaf, int subleaf) {}

    public OptionalLong msr(int index) {
        var value = msrs.get(index);
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /**
     * A feature flag of CPUID; false where the leaf is absent.
     *
     * @param register a, b, c or d: EAX to EDX
     * @param bit      0 to 31
     */
    public boolean offers(int leaf, int subleaf, char register, int bit) {
        var answer = cpuid.get(new Leaf(leaf, subleaf));
        if (answer == null) return false;
        int flags = switch (register) {
            case 'a' -> answer.eax();
            case 'b' -> answer.ebx();
            case 'c' -> answer.ecx();
            case 'd' -> answer.edx();
            default -> throw new IllegalArgumentException("CPUID has no register " + register);
        };
        return (flags >>> bit & 1) != 0;
    }

    /** Whether CPUID offers a feature, and the one that it belongs to. */
    public boolean has(CpuidFeature feature) {
        return (feature.base == null || has(feature.base)) && offers(feature.leaf, feature.subleaf, feature.register, feature.bit);
    }

    /** Width of physical addresses, MAXPHYADDR: CPUID.80000008H:EAX[7:0], or 36 without that leaf. */
    public int physicalBits() {
        var answer = cpuid.get(new Leaf(0x8000_0008, 0));
        return answer == null ? 36 : answer.eax() & 0xFF;
    }
}
