package hv.launcher.manual;

import java.util.List;
import java.util.stream.Stream;

/**
 * One entry of the manual.
 *
 * @param kind  "VMCS field", "control", "exit reason" or "VM-instruction error"
 * @param name  in capitals, with underscores
 * @param keys  further keys that find it: its number, its encoding
 * @param lines the explanation
 */
public record Entry(String kind, String name, List<String> keys, List<String> lines) {
    /** The whole entry as lines of text. */
    public List<String> text() { return Stream.concat(Stream.of(name + ": " + kind), lines.stream().map(line -> "  " + line)).toList(); }
}
