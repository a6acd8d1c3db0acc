package hv.cpu.vmx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.cpu.entry.EntryRule;
import hv.cpu.entry.EntryRules;
import hv.cpu.explain.BrokenRule;
import hv.cpu.vmx.EntryTable.Breaker;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule of VM entry, through VMLAUNCH: a state that fulfils all, and one that breaks exactly this rule. */
class EntryRuleTests {
    static List<Breaker> breakers() { return EntryTable.breakers(); }

    @Test
    void aGoodStateBreaksNoRuleAndEnters() {
        try (var state = new EntryState(EntryTable.permissive())) {
            assertEquals(Set.of(), state.broken());
            assertEquals("OK", state.enter());
        }
    }

    @ParameterizedTest
    @MethodSource("breakers")
    void exactlyThisRuleBreaksAndTheEntryEndsAsTheManualSays(Breaker breaker) {
        var row = EntryTable.byId().get(breaker.id());
        try (var state = EntryState.broken(breaker)) {
            assertEquals(breaker.broken(), state.broken(), row::condition);
            assertEquals(row.outcome(), state.enter(), row::condition);
            assertEquals(breaker.broken(), state.broken(), "the explanation after the entry");
        }
    }

    /** The nearest legal value is legal indeed: the rule holds with it, no other breaks, and the entry is made. */
    @ParameterizedTest
    @MethodSource("breakers")
    void theNearestLegalValueIsLegal(Breaker breaker) {
        try (var state = EntryState.broken(breaker)) {
            var rule = state.explained().stream().filter(broken -> broken.id().equals(breaker.id())).findFirst().orElseThrow();
            var finding = rule.fields().stream().filter(f -> f.nearest().isPresent()).findFirst();
            assertTrue(finding.isPresent() || !rule.fields().isEmpty(), "nothing to tell");
            if (finding.isEmpty()) return;
            state.machine.write(finding.get().field(), finding.get().nearest().getAsLong());
            assertFalse(state.broken().contains(breaker.id()), () -> rule.text());
            if (breaker.also().isEmpty()) assertEquals(Set.copyOf(finding.get().breaks()), state.broken(), () -> rule.text());
        }
    }

    @Test
    void everyRuleHasAStateThatBreaksIt() {
        var broken = breakers().stream().map(Breaker::id).collect(Collectors.toSet());
        var rules = EntryRules.ALL.stream().map(EntryRule::id).toList();
        assertEquals(new HashSet<>(rules), broken);
        assertEquals(rules.size(), broken.size(), "two rules have one id");
    }

    @Test
    void everyRequirementOfTheManualIsARuleWithItsOutcome() {
        var outcomes = new HashMap<String, String>();
        for (var rule : EntryRules.ALL) outcomes.put(rule.id(), EntryTable.outcome(rule.outcome()));
        for (var row : EntryTable.rows()) {
            if (!row.applies() || !row.id().matches("(CTRL|HOST|GUEST)-.*")) continue;
            assertEquals(row.outcome(), outcomes.get(row.id()), row::condition);
        }
    }

    @Test
    void everyRuleIsARequirementOfTheManual() {
        var known = EntryTable.byId().keySet();
        for (var rule : EntryRules.ALL) assertTrue(known.contains(rule.id()), rule::id);
    }

    /** An entry checks a rule again only if a field that the rule names was written: so a rule must name all fields that it looks at. */
    @ParameterizedTest
    @MethodSource("breakers")
    void aRuleNamesWhatItLooksAt(Breaker breaker) {
        try (var state = EntryState.broken(breaker)) {
            var rules = state.explained().stream().collect(Collectors.toMap(BrokenRule::id, r -> r));
            for (var rule : EntryRules.ALL) {
                var broken = rules.get(rule.id());
                if (broken == null) continue;
                for (var finding : broken.fields()) {
                    boolean word = finding.field().name().endsWith("CONTROLS");
                    assertTrue(word || rule.fields().contains(finding.field()), () -> rule.id() + " looks at " + finding.field());
                }
            }
        }
    }
}
