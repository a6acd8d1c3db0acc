package hv.core.vm;

import hv.api.Intercept;
import hv.api.x86.ExitReason;
import hv.api.x86.Gpa;
import hv.core.dispatch.ExitChains;
import hv.core.ept.GuestSpace;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * Looks for memory that plugins watch or hook where there is none, nor a device. A handler may have it so, and answer for all that is there; usually
 * somebody has mistaken an address, and would wait in vain.
 */
final class UnbackedHooks {
    private final ExitChains chains;
    private final GuestSpace space;
    private final BiConsumer<String, String> warnings;
    private final Set<String> told = new HashSet<>();
    private boolean tells;

    /** @param warnings hears a plugin's id and what is to be told of it */
    UnbackedHooks(ExitChains chains, GuestSpace space, BiConsumer<String, String> warnings) {
        this.chains = chains;
        this.space = space;
        this.warnings = warnings;
    }

    /** All that makes memory or devices is in its place. */
    void tellFromNowOn() {
        tells = true;
        look();
    }

    /** Tells of each once. */
    void look() {
        if (!tells) return;
        for (var claim : chains.of(ExitReason.EPT_VIOLATION)) {
            if (claim.what() instanceof Intercept.Memory(var first, long bytes, _)) look(claim.plugin(), "watches", first, bytes);
        }
        for (var translator : space.translators()) translator.ranges().forEach(range -> look(translator.plugin(), "hooks", range.first(), range.bytes()));
    }

    private void look(String plugin, String does, Gpa first, long bytes) {
        if (space.hasSomethingIn(first.value(), bytes)) return;
        var sentence = "%s %XH-%XH, where there is neither memory nor a device; guest memory ends at %XH".formatted(does, first.value(),
                first.value() + bytes - 1, space.ramBytes() - 1);
        if (told.add(plugin + sentence)) warnings.accept(plugin, sentence);
    }
}
