package hv.core.report;

import java.util.List;

/** The processor's explanations, as they stand in reports. */
public final class Explained {
    private Explained() {}

    /** Each line indented and ended by a line break. */
    public static String lines(List<String> explanation) {
        var text = new StringBuilder();
        for (String line : explanation) text.append("  ").append(line).append(System.lineSeparator());
        return text.toString();
    }
}
