package hv.handlers.cpuid;

import hv.api.x86.CpuidResult;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The part of CPUID's answers that never changes: the leaves of the machine or of a profile, changed as the settings say, without feature flags that
 * the machine lacks.
 */
final class ShownLeaves {
    /** The number of answers that are kept; a guest may ask for any number. */
    private static final int KEPT = 1024;
    private static final Leaf FLAGS = new Leaf(1, 0);
    private static final int ECX_XSAVE = 1 << 26;

    private final Map<Leaf, CpuidResult> kept = new HashMap<>();
    private final Function<Leaf, CpuidResult> machine;
    private final Choices choices;
    private final boolean xsave;

    /** @param machine the answers of the processor under the virtual machine */
    ShownLeaves(Function<Leaf, CpuidResult> machine, Choices choices) {
        this.machine = machine;
        this.choices = choices;
        this.xsave = (at(FLAGS).ecx() & ECX_XSAVE) != 0;
    }

    CpuidResult at(Leaf leaf) {
        var known = kept.get(leaf);
        if (known != null) return known;
        var made = make(leaf);
        if (kept.size() < KEPT) kept.put(leaf, made);
        return made;
    }

    /** Whether XSAVE is shown, and with it leaf 0DH. */
    boolean xsave() { return xsave; }

    private CpuidResult make(Leaf leaf) {
        if (leaf.leaf() == 0xD && !xsave) return CpuidResult.ZERO;
        var wanted = wanted(leaf);
        if (choices.force()) return wanted;
        for (var word : Features.words()) {
            if (word.leaf().equals(leaf)) wanted = word.register().set(wanted, word.in(wanted) & word.in(machine.apply(leaf)));
        }
        return wanted;
    }

    private CpuidResult wanted(Leaf leaf) {
        return choices.change(leaf, choices.profile() == Profile.MACHINE ? machine.apply(leaf) : choices.profile().at(leaf));
    }

    /** The names of flags that the settings show and the machine lacks. */
    List<String> lacking() {
        var names = new ArrayList<String>();
        for (var word : Features.words()) {
            int lacking = word.in(wanted(word.leaf())) & ~word.in(machine.apply(word.leaf())) & ~LiveBits.mask(word);
            names.addAll(Features.names(word, lacking));
        }
        return names;
    }
}
