package hv.cpu.entry;

import hv.api.x86.PrimaryControls;
import hv.api.x86.SecondaryControls;
import hv.api.x86.VmcsField;
import hv.cpu.entry.EntryRule.Check;
import hv.cpu.entry.EntryRule.Outcome;
import hv.cpu.state.VmxCapabilities;
import java.util.ArrayList;
import java.util.List;

/** Collects the rules of one area, and holds the words in which rules are written. */
class RuleTable {
    private static final List<VmcsField> NO_FIELDS = List.of();

    private final List<EntryRule> rules = new ArrayList<>();
    private final String area, title;
    private final Outcome outcome;

    /** @param title heading of the manual's list */
    RuleTable(String area, String title, Outcome outcome) {
        this.area = area;
        this.title = title;
        this.outcome = outcome;
    }

    List<EntryRule> rules() { return rules; }

    final void rule(int number, String requirement, Check check, VmcsField... fields) { rule(number, requirement, 0, check, outcome, fields); }

    final void rule(int number, String requirement, Check check, Outcome outcome, VmcsField... fields) {
        rule(number, requirement, 0, check, outcome, fields);
    }

    /** A rule that looks at more than fields. @param input the other input */
    final void rule(int number, String requirement, FieldGroup input, Check check, VmcsField... fields) {
        rule(number, requirement, input.mask, check, outcome, fields);
    }

    final void rule(int number, String requirement, int inputs, Check check, Outcome outcome, VmcsField... fields) {
        var list = fields.length == 0 ? NO_FIELDS : List.of(fields);
        rules.add(new EntryRule(String.format("%s-%03d", area, number), title, requirement, list, inputs, check, outcome));
    }

    /** Two rules on the address of a 4-KByte structure: it is aligned, and within the physical-address width. */
    final void pageAddress(int number, String control, Check enabled, VmcsField field) { address(number, 12, control, enabled, field); }

    final void address(int number, int alignment, String control, Check enabled, VmcsField field) {
        String when = "if " + control + ", ";
        rule(number, when + "bits " + (alignment - 1) + ":0 of " + field + " must be 0",
                v -> !enabled.holds(v) || low(v, field, alignment) == 0, field);
        rule(number + 1, when + field + " must keep to the physical-address width", v -> !enabled.holds(v) || fits(v, field), field);
    }

    /** The name of the MSR that says which controls of a word are allowed. */
    static String capability(String word) { return "IA32_VMX_TRUE_" + word + "_CTLS (IA32_VMX_" + word + "_CTLS without true controls)"; }

    static VmxCapabilities cap(EntryView v) { return v.capabilities(); }

    static long get(EntryView v, VmcsField field) { return v.get(field); }

    /** Whether a bit of {@code mask} is 1. */
    static boolean has(EntryView v, VmcsField field, long mask) { return (get(v, field) & mask) != 0; }

    static boolean bit(EntryView v, VmcsField field, int bit) { return (get(v, field) >>> bit & 1) != 0; }

    static long low(EntryView v, VmcsField field, int bits) { return get(v, field) & (1L << bits) - 1; }

    static boolean fits(EntryView v, VmcsField field) { return cap(v).fitsPhysical(get(v, field)); }

    static boolean canonical(EntryView v, VmcsField field) { return cap(v).canonical(get(v, field)); }

    static boolean pin(EntryView v, int mask) { return (get(v, VmcsField.PIN_BASED_VM_EXECUTION_CONTROLS) & mask) != 0; }

    static boolean primary(EntryView v, int mask) {
        return (get(v, VmcsField.PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS) & mask & 0xFFFF_FFFFL) != 0;
    }

    /** Whether a secondary control is 1. Where secondary controls are not activated, all of them act as 0. */
    static boolean secondary(EntryView v, int mask) {
        return primary(v, PrimaryControls.ACTIVATE_SECONDARY_CONTROLS) && (get(v, VmcsField.SECONDARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS) & mask) != 0;
    }

    static boolean unrestricted(EntryView v) { return secondary(v, SecondaryControls.UNRESTRICTED_GUEST); }

    static boolean exit(EntryView v, int mask) { return (v.getInt(VmcsField.PRIMARY_VM_EXIT_CONTROLS) & mask) != 0; }

    static boolean entry(EntryView v, int mask) { return (v.getInt(VmcsField.VM_ENTRY_CONTROLS) & mask) != 0; }

    /** Material implication: false only where the condition holds and the consequence does not. */
    static boolean implies(boolean condition, boolean consequence) { return !condition || consequence; }

    /** Whether a value for IA32_PERF_GLOBAL_CTRL names only counters that the processor has. */
    static boolean performanceCounters(EntryView v, VmcsField field) { return (get(v, field) & ~cap(v).performanceCounters) == 0; }

    static boolean validPat(long pat) {
        for (int i = 0; i < 8; i++) {
            int type = (int) (pat >>> 8 * i) & 0xFF;
            if (type > 7 || type == 2 || type == 3) return false;
        }
        return true;
    }
}
