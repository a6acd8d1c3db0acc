package hv.cpu.explain;

import hv.api.x86.VmcsField;
import hv.cpu.entry.EntryRule;
import hv.cpu.entry.EntryRules;
import hv.cpu.entry.EntryView;
import hv.cpu.entry.Explainer;
import java.util.List;
import java.util.function.Function;

/** Broken rules in words. */
public final class InWords {
    private final EntryView view;
    private final Explainer explainer;
    private final Function<VmcsField, String> writers;

    /** @param writers tells the last writer of a field; empty if that is not known */
    public InWords(EntryView view, Function<VmcsField, String> writers) {
        this.view = view;
        this.explainer = new Explainer(view);
        this.writers = writers;
    }

    /** All broken rules. */
    public List<BrokenRule> broken() { return of(EntryRules.broken(view)); }

    List<BrokenRule> of(List<EntryRule> broken) { return broken.stream().map(this::of).toList(); }

    private BrokenRule of(EntryRule rule) {
        var fields = explainer.findings(rule).stream()
                .map(f -> new FieldFinding(f.field(), f.actual(), f.allowed(), f.nearest(), f.breaks(), writers.apply(f.field()))).toList();
        return new BrokenRule(rule.id(), rule.title(), rule.requirement(), rule.outcome().text(), fields);
    }
}
