package hv.cpu.vmx;

import hv.api.x86.VmcsField;
import hv.cpu.semantics.Cpu;
import hv.cpu.state.Controls;
import hv.cpu.state.VmxCapabilities;
import hv.cpu.vmx.EntryRule.Check;
import hv.cpu.vmx.EntryRule.Outcome;
import java.util.ArrayList;
import java.util.List;

/** Collects the rules of one area, and holds the words in which rules are written. */
class RuleTable {
    private static final List<VmcsField> NO_FIELDS = List.of();

    private final List<EntryRule> rules = new ArrayList<>();
    private final String area;
    private final Outcome outcome;

    RuleTable(String area, Outcome outcome) {
        this.area = area;
        this.outcome = outcome;
    }

    List<EntryRule> rules() { return rules; }

    final void rule(int number, String title, Check check, VmcsField... fields) { rule(number, title, check, outcome, fields); }

    final void rule(int number, String title, Check check, Outcome outcome, VmcsField... fields) {
        var list = fields.length == 0 ? NO_FIELDS : List.of(fields);
        rules.add(new EntryRule(String.format("%s-%03d", area, number), title, list, check, outcome));
    }

    /** Two rules on the address of a 4-KByte structure: aligned, and within the physical-address width. */
    final void pageAddress(int number, String control, Check enabled, VmcsField field) { address(number, 12, control, enabled, field); }

    final void address(int number, int alignment, String control, Check enabled, VmcsField field) {
        String when = "if " + control + ", ";
        rule(number, when + "bits " + (alignment - 1) + ":0 of " + field + " must be 0",
                c -> !enabled.holds(c) || low(c, field, alignment) == 0, field);
        rule(number + 1, when + field + " must keep to the physical-address width", c -> !enabled.holds(c) || fits(c, field), field);
    }

    static VmxCapabilities cap(Cpu c) { return c.vmxState.capabilities; }

    static long get(Cpu c, VmcsField field) { return Vmcs.read(c, field); }

    static boolean bit(Cpu c, VmcsField field, int bit) { return (get(c, field) >>> bit & 1) != 0; }

    static long low(Cpu c, VmcsField field, int bits) { return get(c, field) & (1L << bits) - 1; }

    static boolean fits(Cpu c, VmcsField field) { return cap(c).fitsPhysical(get(c, field)); }

    static boolean canonical(Cpu c, VmcsField field) { return cap(c).canonical(get(c, field)); }

    static boolean pin(Cpu c, int mask) { return (get(c, VmcsField.PIN_BASED_VM_EXECUTION_CONTROLS) & mask) != 0; }

    static boolean primary(Cpu c, int mask) {
        return (get(c, VmcsField.PRIMARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS) & mask & 0xFFFF_FFFFL) != 0;
    }

    /** Where secondary controls are not activated, all of them act as 0. */
    static boolean secondary(Cpu c, int mask) {
        return primary(c, Controls.SECONDARY) && (get(c, VmcsField.SECONDARY_PROCESSOR_BASED_VM_EXECUTION_CONTROLS) & mask) != 0;
    }

    static boolean unrestricted(Cpu c) { return secondary(c, Controls.UNRESTRICTED); }

    static boolean exit(Cpu c, int mask) { return TransitionControls.exit(c, mask); }

    static boolean entry(Cpu c, int mask) { return TransitionControls.entry(c, mask); }

    /** False only where the condition is met and the consequence is not. */
    static boolean implies(boolean condition, boolean consequence) { return !condition || consequence; }

    static boolean validPat(long pat) {
        for (int i = 0; i < 8; i++) {
            int type = (int) (pat >>> 8 * i) & 0xFF;
            if (type > 7 || type == 2 || type == 3) return false;
        }
        return true;
    }
}
