package hv.cpu.entry;

import hv.api.x86.VmcsField;
import java.util.List;

/**
 * One requirement of VM entry: one bullet of the manual's lists.
 *
 * @param id          area and number: {@code CTRL-EXEC-008}
 * @param title       heading of the manual's list that has it
 * @param requirement as a sentence
 * @param fields      the fields that it looks at, beside the control words
 * @param inputs      mask of {@link FieldGroup}s that it depends on and that are no fields: the processor's mode, memory
 * @param check       whether a VMCS (and the processor) fulfils it
 * @param outcome     the result of an entry that does not fulfil it
 */
public record EntryRule(String id, String title, String requirement, List<VmcsField> fields, int inputs, Check check, Outcome outcome) {
    @FunctionalInterface
    public interface Check {
        boolean holds(EntryView v);
    }

    /**
     * @param error         number for VMfailValid; 0 for exit 33
     * @param qualification exit qualification of exit 33
     */
    public record Outcome(int error, int qualification) {
        static final Outcome INVALID_CONTROLS = new Outcome(7, 0), INVALID_HOST = new Outcome(8, 0), INVALID_GUEST = new Outcome(0, 0),
                INVALID_PDPTE = new Outcome(0, 2), NMI_WITH_STI_BLOCKING = new Outcome(0, 3), INVALID_LINK = new Outcome(0, 4);

        /** The outcome in words: "VMfailValid, error 7" or "exit reason 33, qualification 2". */
        public String text() { return error != 0 ? "VMfailValid, error " + error : "exit reason 33, qualification " + qualification; }
    }

    public boolean holds(EntryView v) { return check.holds(v); }

    /** Whether the rule holds; false also where the view lacks a fact that the rule needs. */
    boolean surelyHolds(EntryView v) {
        try {
            return holds(v);
        } catch (UnknownInput e) {
            return false;
        }
    }

    /** Mask of the {@link FieldGroup}s whose changes can break the rule. Every rule depends on the control words. */
    int groups() {
        int mask = FieldGroup.CONTROL_WORDS.mask | inputs;
        for (var field : fields) mask |= FieldGroup.of(field).mask;
        return mask;
    }
}
