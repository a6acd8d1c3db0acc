package hv.cpu.explain;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A requirement of VM entry that a VMCS does not fulfil.
 *
 * @param id          area and number: {@code CTRL-EXEC-008}
 * @param title       heading of the manual's list that has it, in SDM 3C chapter "VM Entries"
 * @param requirement as a sentence
 * @param outcome     the result of such an entry: "VMfailValid, error 7", "exit reason 33, qualification 0"
 * @param fields      the fields that were looked at, the ones to change first
 */
public record BrokenRule(String id, String title, String requirement, String outcome, List<FieldFinding> fields) {
    /** The rule and its fields in some lines, without a line break at the end. */
    public String text() {
        return "%s: %s%n  SDM 3C, \"%s\": %s%n".formatted(id, requirement, title, outcome)
                + fields.stream().map(finding -> "  " + finding.sentence()).collect(Collectors.joining(System.lineSeparator()));
    }
}
