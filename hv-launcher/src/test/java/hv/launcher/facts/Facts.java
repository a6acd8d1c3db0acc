package hv.launcher.facts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The sources of the project, and the facts of the manual that hv.api.x86 states. */
final class Facts {
    static final String HOMES = "hv-api/src/main/java/hv/api/x86/";
    private static final Path ROOT = Path.of("..");
    private static final Pattern CONSTANT = Pattern.compile("/\\*\\*\\s*(.*?)\\*/\\s*public static final (?:int|long) (\\w+) = ([^;]+);", Pattern.DOTALL);
    private static final Pattern REASON = Pattern.compile("/\\*\\* (.*?) \\*/\\s*([A-Z][A-Z0-9_]*)\\((\\d+)\\)");

    private Facts() {}

    /** The facts whose number stands there in digits. */
    static List<Fact> all() {
        var facts = new ArrayList<Fact>();
        mainSources().filter(path -> path.startsWith(HOMES)).forEach(path -> {
            var home = path.substring(HOMES.length()).replace(".java", "");
            var text = text(path);
            CONSTANT.matcher(text).results().forEach(match -> Source.value(match.group(3))
                    .ifPresent(value -> facts.add(new Fact(home, match.group(2), title(match.group(1)), value))));
            if (home.equals("ExitReason")) REASON.matcher(text).results()
                    .forEach(match -> facts.add(new Fact(home, match.group(2), title(match.group(1)), Long.parseLong(match.group(3)))));
        });
        return facts;
    }

    private static String title(String comment) { return comment.split("[.:;,]")[0]; }

    /** Paths from the project's root, with slashes. */
    static Stream<String> mainSources() {
        return Stream.of(ROOT, ROOT.resolve("hv-examples")).flatMap(Facts::inside).map(module -> module.resolve("src/main/java")).filter(Files::isDirectory)
                .flatMap(Facts::sources).map(file -> ROOT.relativize(file).toString().replace('\\', '/')).sorted();
    }

    private static Stream<Path> inside(Path folder) {
        try (var files = Files.list(folder)) {
            return files.toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> sources(Path folder) {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(String path) {
        try {
            return Files.readString(ROOT.resolve(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
