package hv.core.report;

import java.util.List;

/** Explanations of the processor, formatted for reports. */
public final class Explained {
    private Explained() {}

    /** The lines, each indented and ended by a line break. */
    public static String lines(List<String> explanation) {
        var text = new StringBuilder();
        for (String line : explanation) text.append("  ").append(line).append(System.lineSeparator());
        return text.toString();
    }
}
