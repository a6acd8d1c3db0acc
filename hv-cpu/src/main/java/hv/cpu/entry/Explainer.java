package hv.cpu.entry;

import hv.api.x86.VmcsField;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.StringJoiner;

/** Explains broken rules: the fields that a rule looked at, and the values of each that it would accept. */
public final class Explainer {
    private final EntryView view;

    public Explainer(EntryView view) { this.view = view; }

    /**
     * The findings for a broken rule, one for each field that it looked at. Fields come first that have a legal value which breaks no other rule.
     * Among equals, the fields that the rule names come before the control words that make it apply.
     */
    public List<Finding> findings(EntryRule rule) {
        var whole = EntryRules.ALL.stream().filter(other -> other.surelyHolds(view)).toList();
        var findings = new ArrayList<Finding>();
        for (var field : lookedAt(rule)) findings.add(finding(rule, field, whole));
        findings.sort(Comparator.comparing((Finding f) -> f.nearest().isEmpty() || !f.breaks().isEmpty()));
        return findings;
    }

    private Set<VmcsField> lookedAt(EntryRule rule) {
        var probe = new ChangedView(view);
        rule.surelyHolds(probe);
        var ordered = new LinkedHashSet<VmcsField>();
        for (var field : rule.fields()) if (probe.lookedAt().contains(field)) ordered.add(field);
        ordered.addAll(probe.lookedAt());
        return ordered;
    }

    private Finding finding(EntryRule rule, VmcsField field, List<EntryRule> whole) {
        var others = whole.stream().filter(other -> (other.groups() & FieldGroup.of(field).mask) != 0).toList();
        var accepted = new LegalValues(rule, field, view).find(others);
        long actual = view.get(field);
        if (accepted == null) return new Finding(field, actual, "", OptionalLong.empty(), List.of());
        return new Finding(field, actual, inWords(accepted), OptionalLong.of(accepted.nearest()), accepted.breaks());
    }

    private static String inWords(LegalValues.Accepted accepted) {
        if (accepted.most() >= 0) return accepted.most() == 0 ? "must be 0" : "0 to " + accepted.most();
        var words = new StringJoiner("; ");
        if (accepted.zeros() != 0) words.add(bits(accepted.zeros()) + " must be 0");
        if (accepted.ones() != 0) words.add(bits(accepted.ones()) + " must be 1");
        return words.toString();
    }

    /** Bit numbers in words: "bit 3", "bits 31:20, 3". */
    static String bits(long mask) {
        var runs = new StringJoiner(", ");
        for (int high = 63; high >= 0; high--) {
            if ((mask >>> high & 1) == 0) continue;
            int low = high;
            while (low > 0 && (mask >>> low - 1 & 1) != 0) low--;
            runs.add(high == low ? "" + high : high + ":" + low);
            high = low;
        }
        return (Long.bitCount(mask) == 1 ? "bit " : "bits ") + runs;
    }
}
