package hv.launcher.screen;

import java.util.ArrayList;
import java.util.List;

/** A long list in several lines, each but the last ending after a comma. */
public final class Folded {
    private Folded() {}

    /** @param width characters of a line; an item that is longer gets a line for itself */
    public static List<String> lines(String list, int width) {
        List<String> lines = new ArrayList<>();
        var line = new StringBuilder();
        for (var item : list.split("(?<=,) ")) {
            if (!line.isEmpty() && line.length() + 1 + item.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(item);
        }
        lines.add(line.toString());
        return lines;
    }
}
