package hv.golden;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A file with text for people, word for word. A test makes the text anew and compares; with {@code -Dgolden.write} the file is written instead, and
 * its change is reviewed like any other.
 *
 * @param file in the source tree of the module whose tests run
 */
public record Golden(Path file) {
    private static final String WRITE = "golden.write";
    private static final int LINES_AROUND = 3;

    /** {@code golden/NAME.txt} beside the resources of a test's package. */
    public static Golden of(Class<?> test, String name) { return new Golden(folder(test).resolve(name + ".txt")); }

    /** The folder of the golden files of a test's package. */
    public static Path folder(Class<?> test) { return Path.of("src/test/resources", test.getPackageName().replace('.', '/'), "golden"); }

    /** The file's lines; empty where there is no file yet. */
    public List<String> lines() {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fails with the differences unless the file holds exactly these lines. */
    public void holds(List<String> actual) {
        if (System.getProperty(WRITE) != null) write(actual);
        else compare(actual);
    }

    /** Compares like {@link #holds(List)}; the end of the last line does not matter. */
    public void holds(String actual) { holds(actual.lines().toList()); }

    private void compare(List<String> actual) {
        var expected = lines();
        if (actual.equals(expected)) return;
        var differences = UnifiedDiffUtils.generateUnifiedDiff(file.toString(), "now", expected, DiffUtils.diff(expected, actual), LINES_AROUND);
        throw new AssertionError("What people read has changed. If it has become better, run this test with -D" + WRITE + ", and review the file.\n"
                + String.join("\n", differences));
    }

    private void write(List<String> actual) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, actual);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
