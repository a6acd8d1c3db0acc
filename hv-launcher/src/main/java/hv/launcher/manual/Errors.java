package hv.launcher.manual;

import java.util.List;
import java.util.Map;

/** VM-instruction errors. */
final class Errors {
    private Errors() {}

    static List<Entry> entries() { return Table.rows("vm-instruction-errors").stream().map(Errors::entry).toList(); }

    private static Entry entry(Map<String, String> row) {
        return new Entry("VM-instruction error", row.get("name"), List.of(row.get("number")),
                List.of("error %s of %s".formatted(row.get("number"), row.get("raised_by")), row.get("meaning")));
    }
}
