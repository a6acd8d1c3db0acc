package hv.launcher.manual;

import java.util.List;
import java.util.stream.Stream;

/**
 * Something the manual explains.
 *
 * @param kind  "VMCS field", "control", "exit reason" or "VM-instruction error"
 * @param name  in capitals, with underscores
 * @param keys  by what else it is found: its number, its encoding
 * @param lines the explanation
 */
public record Entry(String kind, String name, List<String> keys, List<String> lines) {
    /** As a person reads it. */
    public List<String> text() { return Stream.concat(Stream.of(name + ": " + kind), lines.stream().map(line -> "  " + line)).toList(); }
}
