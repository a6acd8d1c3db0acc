package hv.launcher;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The layers of the processor, bottom up, as two texts list them: they agree with each other and with the code. */
class LayerTests {
    private static final String PROCESSOR = "hv.cpu";
    private static final Pattern SECTION = Pattern.compile("## Inside hv-cpu\\s+(.*?)\n\n", Pattern.DOTALL);
    private static final Pattern ITEM = Pattern.compile("<li>([^:]*):"), IN_TICKS = Pattern.compile("`([a-z0-9]+)`"), CODE = Pattern.compile("\\{@code ([a-z0-9]+)}");
    private static JavaClasses classes;

    @BeforeAll static void readClasses() {
        classes = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages(PROCESSOR);
    }

    private static List<String> ofArchitecture() throws IOException {
        var section = SECTION.matcher(Files.readString(Path.of("../ARCHITECTURE.md")));
        return section.find() ? names(IN_TICKS, section.group(1)) : List.of();
    }

    private static List<String> ofJavadoc() throws IOException {
        var text = Files.readString(Path.of("../hv-cpu/src/main/java/hv/cpu/package-info.java"));
        return ITEM.matcher(text).results().flatMap(item -> names(CODE, item.group(1)).stream()).toList();
    }

    private static List<String> names(Pattern pattern, String text) {
        return pattern.matcher(text).results().map((MatchResult name) -> name.group(1)).toList();
    }

    @Test void bothTextsListEveryPackageInTheSameOrder() throws IOException {
        assertEquals(ofJavadoc(), ofArchitecture());
        var packages = new TreeSet<String>();
        for (var type : classes) packages.add(type.getPackageName());
        packages.remove(PROCESSOR);
        assertEquals(packages, new TreeSet<>(ofJavadoc().stream().map(layer -> PROCESSOR + "." + layer).toList()));
    }

    @Test void noLayerKnowsOneThatComesAfterIt() throws IOException {
        var above = new ArrayList<>(ofJavadoc().stream().map(layer -> PROCESSOR + "." + layer).toList());
        above.add(PROCESSOR);
        while (above.size() > 1) {
            var layer = above.removeFirst();
            noClasses().that().resideInAPackage(layer).should().dependOnClassesThat().resideInAnyPackage(above.toArray(String[]::new)).check(classes);
        }
    }
}
