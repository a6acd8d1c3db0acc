package hv.launcher.manual;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Basic exit reasons, with their exit qualification and instruction information. */
final class ExitReasons {
    private ExitReasons() {}

    static List<Entry> entries() {
        var qualifications = Table.rows("exit-qualifications");
        var information = Table.rows("instruction-information");
        return Table.rows("exit-reasons").stream().map(row -> entry(row, qualifications, information)).toList();
    }

    private static Entry entry(Map<String, String> row, List<Map<String, String>> qualifications, List<Map<String, String>> information) {
        var number = row.get("number");
        var lines = new ArrayList<>(List.of("%s; basic exit reason %s, %s".formatted(row.get("title"), number, row.get("kind")),
                "instruction length saved: " + row.get("saves_instruction_length"), "exit qualification: " + row.get("exit_qualification")));
        qualifications.stream().filter(bits -> bits.get("exit_reason").equals(number)).map(bits -> bits(bits, bits.get("condition"))).forEach(lines::add);
        add(lines, "other fields: ", row.get("other_info_fields"));
        information.stream().filter(bits -> Arrays.asList(bits.get("exit_reasons").split("[ ;]+")).contains(number))
                .map(bits -> bits(bits, bits.get("defined_when"))).forEach(lines::add);
        add(lines, "RIP: ", row.get("trap_or_fault"));
        add(lines, "note: ", row.get("notes"));
        return new Entry("exit reason", row.get("name"), List.of(number), lines);
    }

    private static String bits(Map<String, String> row, String when) {
        return "  %-12s %-28s %s%s".formatted((row.get("bits").contains(":") ? "bits " : "bit ") + row.get("bits"), row.get("field"), row.get("values"), when.isEmpty() ? "" : " (" + when + ")");
    }

    private static void add(List<String> lines, String what, String text) {
        if (!text.isEmpty()) lines.add(what + text);
    }
}
