package hv.launcher.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each package says what lives in it, and names a class to begin with. */
class PackageInfoTests {
    private static final Pattern CLASS = Pattern.compile("\\{@(?:link|code) (?:[a-z]\\w*\\.)*([A-Z]\\w*)[}#.]");
    private static final int AT_LEAST = 40;

    static List<Path> packages() {
        var shipped = Sources.files().filter(file -> file.toString().contains("/src/main/") && !file.endsWith("module-info.java"));
        return shipped.map(Path::getParent).distinct().sorted().toList();
    }

    @Test void packagesAreFound() { assertTrue(packages().size() > AT_LEAST, packages()::toString); }

    @ParameterizedTest @MethodSource("packages")
    void saysWhatLivesHereAndWhatToReadFirst(Path folder) {
        var info = folder.resolve("package-info.java");
        assertTrue(Files.exists(info), "it has no package-info.java");
        var named = CLASS.matcher(Sources.text(info)).results().map(name -> name.group(1)).toList();
        assertFalse(named.isEmpty(), "it names no class to begin with");
        assertEquals(List.of(), named.stream().filter(name -> Sources.of(name).isEmpty()).toList(), "there are no such classes");
    }
}
