package hv.launcher;

import java.nio.file.Path;
import java.util.List;

/** A line of what hv says, without what differs from one run or one computer to the next. */
final class Normal {
    private Normal() {}

    /** @param folder of files, which are named as if they were in the working folder; @return none or one */
    static List<String> of(String line, Path folder) {
        if (line.matches("(2> )?  at java\\.base/.*")) return List.of();
        return List.of(line.replace(folder + "/", "").replace(Runtime.version().toString(), "VERSION")
                .replaceAll("(at hv\\.\\S+\\(\\w+\\.java):\\d+\\)", "$1)").stripTrailing());
    }
}
