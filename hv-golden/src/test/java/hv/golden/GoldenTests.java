package hv.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenTests {
    @TempDir Path folder;

    @BeforeEach void filesAreCompared() { assumeTrue(System.getProperty("golden.write") == null, "golden files are being written"); }

    private Golden file(String text) throws IOException { return new Golden(Files.writeString(folder.resolve("message.txt"), text)); }

    @Test void theSameTextPasses() throws IOException {
        file("one\ntwo\n").holds("one\ntwo");
        file("one\n\ntwo\n").holds(List.of("one", "", "two"));
    }

    @Test void aDifferenceIsShownWithWhatIsAroundIt() throws IOException {
        var file = file("a\nb\nc\nd\ne\nf\n");
        var told = assertThrows(AssertionError.class, () -> file.holds("a\nb\nc\nd\nE\nf\n")).getMessage();
        assertTrue(told.contains("-e\n+E\n f"), told);
        assertTrue(told.contains("-Dgolden.write"), told);
        assertTrue(!told.contains("\n a\n"), told);
    }

    @Test void aFileThatIsNotThereHoldsNothing() {
        var missing = new Golden(folder.resolve("none.txt"));
        assertEquals(List.of(), missing.lines());
        assertThrows(AssertionError.class, () -> missing.holds("text"));
    }

    @Test void filesStandBesideTheResourcesOfTheTestsPackage() {
        assertEquals(Path.of("src/test/resources/hv/golden/golden/some.txt"), Golden.of(GoldenTests.class, "some").file());
    }
}
