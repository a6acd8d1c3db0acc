package hv.handlers.msr;

import hv.api.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Registers that a setting adds to the table, or replaces there, with a value. */
final class ExtraMsrs {
    private ExtraMsrs() {}

    /**
     * Parses one or more of INDEX=VALUE with commas between: {@code 0xce=0x80000000,0x17=0}. A read gives the value; a write faults.
     *
     * @throws IllegalArgumentException if the text is not of that form
     */
    static List<KnownMsr> parse(String text) {
        var rows = new ArrayList<KnownMsr>();
        if (text.isBlank()) return rows;
        for (var part : text.split(",", -1)) {
            var row = parseOne(part.strip());
            if (rows.stream().anyMatch(r -> r.index() == row.index())) {
                throw new IllegalArgumentException("register %XH has two values".formatted(row.index()));
            }
            rows.add(row);
        }
        return rows;
    }

    /**
     * Parses one or more indices with commas between.
     *
     * @throws IllegalArgumentException if the text is not of that form
     */
    static Set<Integer> parseIndices(String text) {
        var indices = new TreeSet<Integer>();
        if (text.isBlank()) return indices;
        for (var part : text.split(",", -1)) indices.add(index(part.strip(), part.strip()));
        return indices;
    }

    private static int index(String number, String text) {
        long index = Setting.parseNumber(number);
        if (index >>> 32 != 0) throw new IllegalArgumentException("'" + text + "' names no register; an index has 32 bits");
        return (int) index;
    }

    private static KnownMsr parseOne(String text) {
        int equals = text.indexOf('=');
        if (equals < 0) throw new IllegalArgumentException("'" + text + "' has no value; write INDEX=VALUE as in 0xce=0x80000000");
        int index = index(text.substring(0, equals).strip(), text);
        return KnownMsr.of(index, new Home.Value(Setting.parseNumber(text.substring(equals + 1).strip())));
    }
}
