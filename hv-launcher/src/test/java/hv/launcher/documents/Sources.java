package hv.launcher.documents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The Java sources of all modules, tests included. */
final class Sources {
    static final Path TOP = Path.of("..");
    private static final Map<String, List<Path>> BY_CLASS = files().collect(Collectors.groupingBy(Sources::className));
    private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|//[^\n]*");

    private Sources() {}

    static Stream<Path> files() {
        try (var all = Files.walk(TOP)) {
            return all.filter(file -> file.toString().matches("\\.\\./hv-.*/src/(main|test)/java/.*\\.java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The files of classes with this simple name. */
    static List<Path> of(String className) { return BY_CLASS.getOrDefault(className, List.of()); }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String className(Path file) { return file.getFileName().toString().replace(".java", ""); }

    /** Whether a file declares a type, a method, a field or an enum constant of this name: uses of it, after a dot or a keyword, do not count. */
    static boolean declares(Path file, String name) {
        var type = "(?:class|record|interface|enum) " + name + "\\b";
        var method = "[\\w>\\]](?<!\\b(?:return|else|throw|new|yield|case)) " + name + "\\(";
        var field = "[\\w>\\],] " + name + "(?: =|[;,)])";
        var constant = "(?m)(?:^ +|, )" + name + "[(,;{]";
        return Pattern.compile(String.join("|", type, method, field, constant)).matcher(COMMENT.matcher(text(file)).replaceAll("")).find();
    }
}
