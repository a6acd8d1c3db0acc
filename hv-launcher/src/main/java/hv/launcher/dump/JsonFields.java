package hv.launcher.dump;

import hv.api.x86.VmcsField;
import hv.core.report.HvException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A JSON object from names or encodings to numbers or strings. Objects inside it, such as areas, are read in the same way. */
final class JsonFields {
    private JsonFields() {}

    static Dump read(Path file, String text) {
        Map<VmcsField, Long> values = new EnumMap<>(VmcsField.class);
        try {
            collect(file, new JsonMapper().readTree(text), values);
        } catch (JacksonException e) {
            throw HvException.user("%s, line %d: this is not JSON: %s".formatted(file, e.getLocation() == null ? 1 : e.getLocation().getLineNr(), e.getOriginalMessage().replaceFirst(" \\(start marker.*", "")), e);
        }
        if (values.isEmpty()) throw HvException.user(file + " tells no VMCS field: its object has no member such as \"GUEST_CR0\": \"0x80050033\"");
        return new Dump("JSON", values, Optional.empty(), List.of());
    }

    private static void collect(Path file, JsonNode object, Map<VmcsField, Long> values) {
        for (var member : object.properties()) {
            var value = member.getValue();
            if (value.isObject()) collect(file, value, values);
            else FieldList.put(file + ", member \"" + member.getKey() + "\"", member.getKey(), value.asString(), values);
        }
    }
}
