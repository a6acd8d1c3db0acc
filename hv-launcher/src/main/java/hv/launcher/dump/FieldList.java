package hv.launcher.dump;

import hv.api.Names;
import hv.api.x86.VmcsField;
import hv.core.report.HvException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Lines of {@code NAME = value} or {@code encoding = value}; {@code :} will do for {@code =}, and {@code #} begins a comment. */
final class FieldList {
    private FieldList() {}

    static Dump read(Path file, String text) {
        Map<VmcsField, Long> values = new EnumMap<>(VmcsField.class);
        int number = 0;
        for (var line : text.lines().toList()) {
            number++;
            var plain = line.replaceFirst("#.*", "").strip();
            if (!plain.isEmpty()) read(file + ", line " + number, plain, values);
        }
        if (values.isEmpty()) throw HvException.user(file + " tells no VMCS field: it is neither KVM's dump nor JSON nor a list of NAME = value");
        return new Dump("a list of fields", values, Optional.empty(), List.of());
    }

    private static void read(String place, String line, Map<VmcsField, Long> values) {
        var parts = line.split("[=:]", 2);
        if (parts.length < 2) throw HvException.user(place + ": '" + line + "' is no line of the form NAME = value");
        put(place, parts[0], parts[1], values);
    }

    private static String unknown(String name) {
        var hint = Names.hint(name, FieldNames.all());
        return "unknown VMCS field '" + name + "'" + (hint.isEmpty() ? "; hv vmcs explain " + name + " looks for names like it" : hint);
    }

    /** @throws HvException (user's mistake) naming the place, for an unknown name, a wrong value or a field told twice in two ways */
    static void put(String place, String name, String value, Map<VmcsField, Long> values) {
        var field = FieldNames.find(name).orElseThrow(() -> HvException.user(place + ": " + unknown(name.strip())));
        try {
            var old = values.put(field, FieldNames.value(value));
            if (old != null && old != FieldNames.value(value)) throw HvException.user(field + " is there twice, with two values");
        } catch (HvException e) {
            throw HvException.user(place + ": " + e.getMessage(), e);
        }
    }
}
