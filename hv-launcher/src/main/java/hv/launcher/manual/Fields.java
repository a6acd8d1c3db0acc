package hv.launcher.manual;

import hv.api.x86.VmcsField;
import hv.cpu.explain.Requirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** VMCS fields. */
final class Fields {
    private Fields() {}

    static List<Entry> entries() { return Table.rows("vmcs-fields").stream().map(Fields::entry).toList(); }

    private static Entry entry(Map<String, String> row) {
        int encoding = Integer.decode(row.get("encoding"));
        var lines = new ArrayList<>(List.of(row.get("sdm_title"),
                "encoding %04XH%s, %s, %s field%s".formatted(encoding, high(row), width(row), row.get("type"), readOnly(row)),
                "there if: " + row.get("exists_when")));
        VmcsField.of(encoding).ifPresent(field -> Requirement.of(field).forEach(rule -> lines.add(sentence(rule))));
        return new Entry("VMCS field", row.get("name"), List.of("%04XH".formatted(encoding)), lines);
    }

    private static String width(Map<String, String> row) { return row.get("width").equals("natural") ? "natural width" : row.get("width") + " bits"; }

    private static String high(Map<String, String> row) {
        var high = row.get("high_encoding");
        return high.isEmpty() ? "" : " (its high half " + high.substring(2) + "H)";
    }

    private static String readOnly(Map<String, String> row) { return row.get("read_only").equals("yes") ? ", read-only unless IA32_VMX_MISC[29] is 1" : ""; }

    private static String sentence(Requirement rule) { return "VM entry: %s [%s: %s]".formatted(rule.requirement(), rule.id(), rule.outcome()); }
}
