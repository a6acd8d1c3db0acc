package hv.launcher.screen;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class FoldedTests {
    @Test void linesEndAfterCommas() { assertEquals(List.of("one, two,", "three, four"), Folded.lines("one, two, three, four", 12)); }

    @Test void anItemLongerThanALineHasItsOwn() { assertEquals(List.of("a,", "much longer than this,", "b"), Folded.lines("a, much longer than this, b", 8)); }
}
