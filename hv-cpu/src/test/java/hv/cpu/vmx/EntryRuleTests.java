package hv.cpu.vmx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.cpu.platform.ProcessorProfile;
import hv.cpu.platform.ProcessorProfiles;
import hv.cpu.testing.VmxMachine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every rule of VM entry: a state that fulfils all, and one that breaks exactly this rule. */
class EntryRuleTests {
    /** Rules of processors like this one that are not checked, each with the reason. */
    private static final Map<String, String> LEFT_OUT = Map.of(
            "HOST-REG-009", "no control offers to load IA32_PERF_GLOBAL_CTRL",
            "GUEST-REG-018", "no control offers to load IA32_PERF_GLOBAL_CTRL");

    static List<String> breakers() throws IOException { return lines("entry-rule-breakers.txt", "#"); }

    private static List<String> lines(String resource, String comment) throws IOException {
        try (var reader = new BufferedReader(new InputStreamReader(EntryRuleTests.class.getResourceAsStream("/hv/cpu/vmx/" + resource)))) {
            return reader.lines().filter(line -> !line.startsWith(comment)).toList();
        }
    }

    @Test
    void aGoodStateBreaksNoRule() {
        try (var state = new EntryState(permissive())) {
            assertEquals(Set.of(), state.broken());
        }
    }

    @ParameterizedTest
    @MethodSource("breakers")
    void exactlyThisRuleBreaks(String line) {
        String[] halves = line.split("  also ");
        String[] words = halves[0].strip().split("\\s+");
        var expected = new HashSet<>(Set.of(words[0]));
        if (halves.length > 1) expected.addAll(List.of(halves[1].strip().split(" ")));
        boolean rtm = line.contains(" RTM");
        try (var state = new EntryState(rtm ? withRtm() : permissive())) {
            for (int i = 1; i < words.length; i++) if (!words[i].equals("RTM")) state.change(words[i]);
            assertEquals(expected, state.broken());
        }
    }

    @Test
    void everyRuleHasAStateThatBreaksIt() throws IOException {
        var broken = breakers().stream().map(line -> line.split(" ")[0]).collect(Collectors.toSet());
        var rules = EntryRules.ALL.stream().map(EntryRule::id).toList();
        assertEquals(new HashSet<>(rules), broken);
        assertEquals(rules.size(), broken.size(), "two rules have one id");
    }

    @Test
    void everyRequirementOfTheManualIsARuleWithItsOutcome() throws IOException {
        var outcomes = new HashMap<String, String>();
        for (var rule : EntryRules.ALL) outcomes.put(rule.id(), outcome(rule.outcome()));
        for (String line : lines("entry-checks.csv", "id,")) {
            String[] columns = line.split(",", 4);
            if (!columns[2].equals("yes") || LEFT_OUT.containsKey(columns[0])) continue;
            assertEquals(columns[1], outcomes.get(columns[0]), line);
        }
    }

    @Test
    void everyRuleIsARequirementOfTheManual() throws IOException {
        var known = lines("entry-checks.csv", "id,").stream().map(line -> line.split(",")[0]).collect(Collectors.toSet());
        for (var rule : EntryRules.ALL) assertTrue(known.contains(rule.id()), rule::id);
    }

    private static String outcome(EntryRule.Outcome outcome) {
        return outcome.error() != 0 ? "VMFAILVALID:" + outcome.error() : "ENTRY_FAIL:33:" + outcome.qualification();
    }

    /** The reference processor with every control that a rule speaks of allowed, so that no other rule forbids it first. */
    private static ProcessorProfile permissive() {
        var reference = ProcessorProfiles.load(ProcessorProfiles.REFERENCE);
        var msrs = new HashMap<>(reference.msrs());
        msrs.put(0x48B, 0xDFFF_FFFFL << 32);
        msrs.put(0x48D, 0x000000FF_00000016L);
        msrs.put(0x48E, 0xFFFFFFFE_04006172L);
        msrs.put(0x48F, 0x007FFFFF_00036DFBL);
        msrs.put(0x490, 0x0000FFFF_000011FBL);
        msrs.put(0x491, 1L);
        return new ProcessorProfile("permissive", reference.title(), reference.cpuid(), msrs, 0);
    }

    private static ProcessorProfile withRtm() {
        var profile = permissive();
        var cpuid = new HashMap<>(profile.cpuid());
        cpuid.computeIfPresent(new ProcessorProfile.Leaf(7, 0),
                (leaf, answer) -> new hv.api.x86.CpuidResult(answer.eax(), answer.ebx() | 1 << 11, answer.ecx(), answer.edx()));
        return new ProcessorProfile("rtm", profile.title(), cpuid, profile.msrs(), 0);
    }
}
