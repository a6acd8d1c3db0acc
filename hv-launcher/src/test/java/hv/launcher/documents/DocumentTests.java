package hv.launcher.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Documents and sources agree: a path, a class or a member that a document names exists, and a block of Java that it quotes stands in the file that
 * is named before it. In a quotation {@code …} stands for text that is left out, in a line or on a line of its own.
 */
class DocumentTests {
    private static final Pattern PATH = Pattern.compile("(?:hv-|docs/|scripts/)[\\w./-]+"), BUILT = Pattern.compile(".*/(target|plugins/\\*).*");
    /** {@code hv.api.VmExit}, {@code Octets.of}, {@code ControlBit.PREEMPTION_TIMER}, {@code Mapping.Backed.page()}: types, then perhaps a member. */
    private static final String TYPE = "[A-Z]\\w*[a-z]\\w*", A_MEMBER = "[a-z]\\w*|[A-Z][A-Z0-9_]*";
    private static final Pattern MEMBER =
            Pattern.compile("((?:hv(?:\\.[a-z0-9]+)+\\.)?)(" + TYPE + "(?:\\." + TYPE + ")*(?:\\.(?:" + A_MEMBER + "))?)(?:\\(\\))?");
    private static final String LEFT_OUT = "…";

    static List<Document> documents() throws IOException { return Document.all(); }

    static List<Document> guides() throws IOException { return documents().stream().filter(document -> document.name().startsWith("docs/add-")).toList(); }

    @ParameterizedTest @MethodSource("documents")
    void pathsExist(Document document) {
        var missing = document.spans().stream().filter(span -> PATH.matcher(span).matches() && !BUILT.matcher(span).matches())
                .filter(span -> Files.notExists(Sources.TOP.resolve(span))).toList();
        assertEquals(List.of(), missing);
    }

    /** Names of Java's own library, and of what the reader will write, are in no source; outside the guides they pass. */
    @ParameterizedTest @MethodSource("documents")
    void membersOfClassesExist(Document document) {
        assertEquals(List.of(), wrongNames(document, false));
    }

    @ParameterizedTest @MethodSource("guides")
    void guidesNameNoClassThatDoesNotExist(Document document) {
        assertTrue(document.spans().stream().filter(span -> MEMBER.matcher(span).matches()).count() > 10, "it names places");
        assertEquals(List.of(), wrongNames(document, true));
    }

    private static List<String> wrongNames(Document document, boolean unknownToo) {
        var wrong = new ArrayList<String>();
        for (var span : document.spans()) {
            var name = MEMBER.matcher(span);
            if (!name.matches()) continue;
            var names = List.of(name.group(2).split("\\."));
            var folder = name.group(1).replace('.', '/');
            var files = Sources.of(names.getFirst()).stream().filter(file -> file.toString().endsWith(folder + file.getFileName())).toList();
            boolean mustExist = unknownToo || !folder.isEmpty() || names.getFirst().endsWith("Tests") || !files.isEmpty();
            if (mustExist && files.stream().noneMatch(file -> names.stream().allMatch(part -> Sources.declares(file, part)))) wrong.add(span);
        }
        return wrong;
    }

    @ParameterizedTest @MethodSource("guides")
    void quotationsStandInTheFileThatIsNamedBeforeThem(Document document) {
        var quotations = document.blocks().stream().filter(block -> block.language().equals("java")).toList();
        assertTrue(quotations.size() > 1, "it quotes");
        for (var quotation : quotations) {
            var file = PATH.matcher(quotation.above()).results().reduce((_, last) -> last).orElseThrow().group();
            var source = Sources.text(Sources.TOP.resolve(file));
            assertTrue(pattern(quotation.code()).matcher(source).find(), () -> file + " has no such lines:\n" + quotation.code());
        }
    }

    /** The lines one after the other; where one is left out, any number of them. */
    private static Pattern pattern(String code) {
        var lines = new StringBuilder();
        for (var line : code.split("\n")) {
            if (line.strip().equals(LEFT_OUT)) lines.append("(?:.*\n)*?");
            else lines.append(Pattern.quote(line).replace(LEFT_OUT, "\\E.*?\\Q")).append("\n");
        }
        return Pattern.compile("(?m)^" + lines);
    }
}
