package hv.cpu.entry;

import java.util.List;
import java.util.stream.Stream;

/** All requirements of VM entry, in the order in which they are checked: controls, host state, guest state. */
public final class EntryRules {
    public static final List<EntryRule> ALL = Stream.of(new ControlRules().rules(), TransitionRules.all(), HostRules.all(), GuestRegisterRules.all(),
            new GuestSegmentRules().rules(), new GuestNonRegisterRules().rules()).flatMap(List::stream).toList();

    /** The rules that a set of changed groups can break, by the mask of the set; each list is made when it is first needed. */
    private static final EntryRule[][] BY_CHANGED = new EntryRule[FieldGroup.ALL + 1][];

    private EntryRules() {}

    /**
     * The first requirement that is not fulfilled, or null.
     *
     * @param changed mask of {@link FieldGroup}s that may differ from a state that fulfilled all requirements
     */
    public static EntryRule firstBroken(EntryView v, int changed) {
        for (var rule : breakableBy(changed)) if (!rule.holds(v)) return rule;
        return null;
    }

    private static EntryRule[] breakableBy(int changed) {
        var rules = BY_CHANGED[changed];
        if (rules == null) {
            rules = ALL.stream().filter(rule -> (rule.groups() & changed) != 0).toArray(EntryRule[]::new);
            BY_CHANGED[changed] = rules;
        }
        return rules;
    }

    /** All requirements that are not fulfilled. */
    public static List<EntryRule> broken(EntryView v) { return ALL.stream().filter(rule -> !rule.holds(v)).toList(); }
}
