package hv.cpu.vmx;

import hv.cpu.semantics.Cpu;
import java.util.List;
import java.util.stream.Stream;

/** All that VM entry requires, in the order in which it is checked: controls, host state, guest state. */
final class EntryRules {
    static final List<EntryRule> ALL = Stream.of(new ControlRules().rules(), TransitionRules.all(), HostRules.all(), GuestRegisterRules.all(),
            new GuestSegmentRules().rules(), new GuestNonRegisterRules().rules()).flatMap(List::stream).toList();

    /** The rules that a set of written groups can break, by that set; each is made when it is first needed. */
    private static final EntryRule[][] BY_WRITTEN = new EntryRule[FieldGroup.ALL + 1][];

    private EntryRules() {}

    /** The first requirement that the current VMCS does not fulfil, or null: those that fields written since the last entry can break. */
    static EntryRule firstBroken(Cpu c) {
        int written = c.vmxState.written;
        if (written == 0) return null;
        for (var rule : breakableBy(written)) if (!rule.check().holds(c)) return rule;
        return null;
    }

    private static EntryRule[] breakableBy(int written) {
        var rules = BY_WRITTEN[written];
        if (rules == null) {
            rules = ALL.stream().filter(rule -> (rule.groups() & written) != 0).toArray(EntryRule[]::new);
            BY_WRITTEN[written] = rules;
        }
        return rules;
    }
}
