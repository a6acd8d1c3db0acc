package hv.launcher.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PanicWatchTests {
    private final StringBuilder shown = new StringBuilder();
    private final List<String> reports = new ArrayList<>();
    private final PanicWatch watch = new PanicWatch(octet -> shown.append((char) octet), reports::add);

    private void print(String text) { text.chars().forEach(watch); }

    @Test void tellsTheLastLinesOnceThePanicIsWhole() {
        for (int i = 0; i < 100; i++) print("line " + i + "\r\n");
        print("[    1.0] Kernel panic - not syncing: VFS\r\n");
        assertEquals(List.of(), reports);
        print("[    1.1] ---[ end Kernel panic - not syncing: VFS ]---\r\n");
        assertEquals(1, reports.size());
        var lines = reports.getFirst().lines().toList();
        assertEquals(24, lines.size());
        assertTrue(lines.getLast().endsWith("not syncing: VFS ]---"));
        assertEquals("line 78", lines.getFirst());
    }

    @Test void everythingIsShown() {
        print("a\r\nb");
        assertEquals("a\r\nb", shown.toString());
    }

    @Test void endlessLineTakesNoEndlessMemory() {
        print("x".repeat(100_000) + "\n---[ end Kernel panic - not syncing: x ]---\n");
        assertEquals(1, reports.size());
        assertTrue(reports.getFirst().length() < 2_000);
    }
}
