package hv.handlers.cpuid;

import hv.api.x86.CpuidResult;
import java.util.List;

/**
 * The settings of CPUID, in the order in which they apply.
 *
 * @param profile   leaves to start from
 * @param hide      flags to clear
 * @param show      flags to set
 * @param masks     bits to keep of a register
 * @param overrides values of whole registers
 * @param force     show flags that the machine lacks
 */
record Choices(Profile profile, List<Features.Flag> hide, List<Features.Flag> show, List<WordValue> masks, List<WordValue> overrides,
               boolean force) {
    CpuidResult change(Leaf leaf, CpuidResult from) {
        var result = from;
        for (var flag : hide) result = and(leaf, flag.word(), result, ~flag.mask());
        for (var flag : show) {
            if (flag.word().leaf().equals(leaf)) result = flag.word().register().set(result, flag.word().in(result) | flag.mask());
        }
        for (var mask : masks) result = and(leaf, mask.word(), result, mask.value());
        for (var override : overrides) {
            if (override.word().leaf().equals(leaf)) result = override.word().register().set(result, override.value());
        }
        return result;
    }

    private static CpuidResult and(Leaf leaf, Word word, CpuidResult result, int mask) {
        return word.leaf().equals(leaf) ? word.register().set(result, word.in(result) & mask) : result;
    }
}
