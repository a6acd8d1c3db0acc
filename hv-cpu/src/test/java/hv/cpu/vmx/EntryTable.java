package hv.cpu.vmx;

import hv.api.x86.CpuidResult;
import hv.cpu.entry.EntryRule;
import hv.cpu.platform.ProcessorProfile;
import hv.cpu.platform.ProcessorProfiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The manual's requirements on VM entry, and for each rule what breaks it. */
final class EntryTable {
    private EntryTable() {}

    /**
     * @param outcome {@code VMFAILVALID:7}, {@code ENTRY_FAIL:33:4}, {@code OK} …
     * @param applies to a processor like the reference processor
     */
    record Row(String id, String outcome, boolean applies, String condition) {
        @Override public String toString() { return id; }
    }

    /**
     * Changes that make a legal state break one rule.
     *
     * @param changes as {@link EntryState#change} takes them
     * @param also    rules that cannot but break with it
     * @param rtm     on a processor with RTM
     */
    record Breaker(String id, List<String> changes, Set<String> also, boolean rtm) {
        Set<String> broken() {
            var all = new HashSet<>(also);
            all.add(id);
            return all;
        }

        @Override public String toString() { return id; }
    }

    static List<Row> rows() {
        return lines("entry-checks.csv", "id,").stream().map(line -> line.split(",", 4))
                .map(columns -> new Row(columns[0], columns[1], columns[2].equals("yes"), columns[3])).toList();
    }

    static Map<String, Row> byId() {
        var rows = new LinkedHashMap<String, Row>();
        for (var row : rows()) rows.put(row.id(), row);
        return rows;
    }

    static List<Breaker> breakers() { return lines("entry-rule-breakers.txt", "#").stream().map(EntryTable::breaker).toList(); }

    private static Breaker breaker(String line) {
        String[] halves = line.split("  also ");
        var words = List.of(halves[0].strip().split("\\s+"));
        var also = halves.length > 1 ? Set.of(halves[1].strip().split(" ")) : Set.<String>of();
        var changes = words.stream().skip(1).filter(word -> !word.equals("RTM")).toList();
        return new Breaker(words.getFirst(), changes, also, words.contains("RTM"));
    }

    static List<String> lines(String resource, String comment) {
        try (var reader = new BufferedReader(new InputStreamReader(EntryTable.class.getResourceAsStream("/hv/cpu/vmx/" + resource)))) {
            return reader.lines().filter(line -> !line.isBlank() && !line.startsWith(comment)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** In the table's words. */
    static String outcome(EntryRule.Outcome outcome) {
        return outcome.error() != 0 ? "VMFAILVALID:" + outcome.error() : "ENTRY_FAIL:33:" + outcome.qualification();
    }

    /** The reference processor with every control that a rule speaks of allowed, so that no other rule forbids it first. */
    static ProcessorProfile permissive() {
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

    static ProcessorProfile withRtm(ProcessorProfile profile) {
        var cpuid = new HashMap<>(profile.cpuid());
        cpuid.computeIfPresent(new ProcessorProfile.Leaf(7, 0),
                (leaf, answer) -> new CpuidResult(answer.eax(), answer.ebx() | 1 << 11, answer.ecx(), answer.edx()));
        return new ProcessorProfile("rtm", profile.title(), cpuid, profile.msrs(), 0);
    }

    static ProcessorProfile with(ProcessorProfile profile, int msr, long value) {
        var msrs = new HashMap<>(profile.msrs());
        msrs.put(msr, value);
        return new ProcessorProfile(profile.name(), profile.title(), profile.cpuid(), msrs, 0);
    }
}
