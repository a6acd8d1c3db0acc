package hv.cpu.explain;

import hv.api.x86.VmcsField;
import hv.cpu.entry.EntryRules;
import java.util.List;

/**
 * A requirement of VM entry.
 *
 * @param id          area and number: {@code CTRL-EXEC-008}
 * @param title       heading of the manual's list that has it, in SDM 3C chapter "VM Entries"
 * @param requirement as a sentence
 * @param outcome     the result of an entry that does not fulfil it
 */
public record Requirement(String id, String title, String requirement, String outcome) {
    /** All requirements that look at a field, in the order in which they are checked. */
    public static List<Requirement> of(VmcsField field) {
        return EntryRules.ALL.stream().filter(rule -> rule.fields().contains(field))
                .map(rule -> new Requirement(rule.id(), rule.title(), rule.requirement(), rule.outcome().text())).toList();
    }
}
