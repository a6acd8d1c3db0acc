package hv.cpu.vmx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import hv.cpu.SystemRegister;
import hv.cpu.entry.EntryRule;
import hv.cpu.entry.EntryRules;
import hv.cpu.entry.EntryView;
import hv.cpu.platform.Bus;
import hv.cpu.semantics.Cpu;
import hv.cpu.testing.VmxMachine;
import hv.cpu.vmx.EntryTable.Breaker;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The states of {@link EntryRuleTests} notice a wrong rule: one that is turned round, and one that never breaks. */
class EntryRuleMutationTests {
    private static final String WHOLE = "OK";

    static List<Breaker> breakers() { return EntryTable.breakers(); }

    @ParameterizedTest
    @MethodSource("breakers")
    void aRuleTurnedRoundRefusesTheGoodState(Breaker breaker) {
        try (var state = new EntryState(EntryTable.permissive())) {
            assertEquals(WHOLE, verdict(EntryRules.ALL, view(state)));
            assertNotEquals(WHOLE, verdict(mutated(breaker, rule -> !rule.holds(view(state))), view(state)));
        }
    }

    @ParameterizedTest
    @MethodSource("breakers")
    void aRuleThatNeverBreaksLetsItsStateThrough(Breaker breaker) {
        String expected = EntryTable.byId().get(breaker.id()).outcome();
        try (var state = EntryState.broken(breaker)) {
            assertEquals(expected, verdict(EntryRules.ALL, view(state)));
            var mutated = mutated(breaker, _ -> true);
            assertEquals(breaker.broken().size() - 1, mutated.stream().filter(rule -> !rule.holds(view(state))).count());
        }
    }

    @FunctionalInterface
    private interface Mutation {
        boolean holds(EntryRule rule);
    }

    private static List<EntryRule> mutated(Breaker breaker, Mutation mutation) {
        return EntryRules.ALL.stream().map(rule -> rule.id().equals(breaker.id())
                ? new EntryRule(rule.id(), rule.title(), rule.requirement(), rule.fields(), rule.inputs(), _ -> mutation.holds(rule), rule.outcome())
                : rule).toList();
    }

    private static String verdict(List<EntryRule> rules, EntryView view) {
        return rules.stream().filter(rule -> !rule.holds(view)).findFirst().map(rule -> EntryTable.outcome(rule.outcome())).orElse(WHOLE);
    }

    private static EntryView view(EntryState state) {
        var machine = state.machine;
        var cpu = new Cpu(machine.cpu.profile(), machine.ram, Bus.EMPTY, machine.clock);
        cpu.efer = machine.cpu.get(SystemRegister.EFER);
        cpu.vmxState.pointers.current = VmxMachine.VMCS.value();
        return new ProcessorView(cpu);
    }
}
