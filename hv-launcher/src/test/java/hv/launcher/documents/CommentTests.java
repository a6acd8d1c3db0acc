package hv.launcher.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A comment begins with its subject, so that it can be read alone: in an index, in a tooltip, by a newcomer. */
class CommentTests {
    private static final Pattern JAVADOC = Pattern.compile("(?ms)^\\s*/\\*\\*(.*?)\\*/"), MARGIN = Pattern.compile("\\s*\n\\s*\\*\\s?|\\s+");
    private static final Pattern WITHOUT_SUBJECT = Pattern.compile("(?:Of|As|It|They|Those|Who|Whose|What)\\b.*|The same(?: (?:of|for|to|where)\\b|[.,;:]).*");

    private static Stream<String> beginnings(String source) {
        return JAVADOC.matcher(source).results().map(comment -> MARGIN.matcher(comment.group(1)).replaceAll(" ").strip())
                .filter(comment -> WITHOUT_SUBJECT.matcher(comment).matches());
    }

    private static Stream<String> beginnings(Path file) {
        return beginnings(Sources.text(file)).map(comment -> file.getFileName() + ": " + comment);
    }

    @Test void commentsBeginWithTheirSubjects() { assertEquals(List.of(), Sources.files().flatMap(CommentTests::beginnings).toList()); }

    @ParameterizedTest
    @ValueSource(strings = {"/** Of {@link #run}. */", "/**\n * Of equal ones\n * the first.\n */", "/** Who answers. */", "    /** What is answered. */", "/** The same of others. */",
        "/** The same. */", "/** As {@link #run}, but later. */"})
    void aSubjectIsMissed(String source) { assertEquals(1, beginnings(source).count()); }

    @ParameterizedTest
    @ValueSource(strings = {"/** The address of {@link #run}. */", "/** The same page again. */", "/** Itself. */", "// Of no Javadoc"})
    void aSubjectIsFound(String source) { assertEquals(0, beginnings(source).count()); }
}
