package hv.cpu.guests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

/** The guests of {@code src/test/guests}, and what they print: a line for each case, and the counts. */
enum SelfCheckingGuest {
    CALL_GATES, DEBUG, LONG_MODE, PAGING, PCID, PROTECTION, REAL_MODE, TASKS, VIRTUAL_8086;

    String id() { return name().toLowerCase().replace('_', '-'); }
    String image() { return id() + ".elf"; }

    /** The cases that failed, after a check that the guest came to its end. */
    static List<String> failures(String output) {
        var lines = output.lines().toList();
        assertTrue(lines.size() > 1, output);
        var cases = lines.subList(0, lines.size() - 1);
        var failures = cases.stream().filter(line -> !line.startsWith("ok ")).toList();
        assertEquals("passed %d, failed %d".formatted(cases.size() - failures.size(), failures.size()), lines.getLast(), output);
        return failures;
    }
}
