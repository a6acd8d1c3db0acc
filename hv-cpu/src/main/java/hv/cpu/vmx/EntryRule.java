package hv.cpu.vmx;

import hv.api.x86.VmcsField;
import hv.cpu.semantics.Cpu;
import java.util.List;

/**
 * One thing that VM entry requires, as one bullet of the manual says it.
 *
 * @param id      area and number: {@code CTRL-EXEC-008}
 * @param title   the requirement as a sentence
 * @param fields  what it looks at, beside the controls
 * @param check   whether the current VMCS (and the processor) fulfils it
 * @param outcome what becomes of the entry otherwise
 */
record EntryRule(String id, String title, List<VmcsField> fields, Check check, Outcome outcome) {
    @FunctionalInterface
    interface Check {
        boolean holds(Cpu c);
    }

    /**
     * @param error         number for VMfailValid; 0 for exit 33
     * @param qualification exit qualification of exit 33
     */
    record Outcome(int error, int qualification) {
        static final Outcome INVALID_CONTROLS = new Outcome(7, 0), INVALID_HOST = new Outcome(8, 0), INVALID_GUEST = new Outcome(0, 0),
                INVALID_PDPTE = new Outcome(0, 2), NMI_WITH_STI_BLOCKING = new Outcome(0, 3), INVALID_LINK = new Outcome(0, 4);
    }

    /** Mask of {@link FieldGroup}s: the rule can only break by a VMWRITE to one of them. Every rule depends on controls. */
    int groups() {
        int mask = FieldGroup.CONTROLS.mask;
        for (var field : fields) mask |= FieldGroup.of(field).mask;
        return mask;
    }
}
