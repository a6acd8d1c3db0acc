package hv.launcher.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The places that the guide to adding an instruction names for its example are all that there are. */
class AddAnInstructionTests {
    private static final Path TOP = Path.of("..");
    private static final Pattern EXAMPLE = Pattern.compile("(?i)\\bmovbe\\b"), PLACES = Pattern.compile("## All places\n(.*?)\n## ", Pattern.DOTALL);
    private static final Pattern FILE = Pattern.compile("`(hv-[\\w./-]+/src/main/[\\w./-]+\\.\\w+)`");

    @Test void theExampleStandsInTheFilesThatTheGuideNamesAndInNoOther() throws IOException {
        var places = PLACES.matcher(Files.readString(TOP.resolve("docs/add-an-instruction.md"))).results().findFirst().orElseThrow().group(1);
        assertEquals(filesWithTheExample(), FILE.matcher(places).results().map(file -> file.group(1)).collect(Collectors.toCollection(TreeSet::new)));
    }

    private static TreeSet<String> filesWithTheExample() throws IOException {
        try (Stream<Path> files = Files.walk(TOP)) {
            return files.map(file -> TOP.relativize(file).toString()).filter(file -> file.matches("hv-.*/src/main/.*\\.(java|properties)"))
                    .filter(AddAnInstructionTests::hasTheExample).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static boolean hasTheExample(String file) {
        try {
            return EXAMPLE.matcher(Files.readString(TOP.resolve(file))).find();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
