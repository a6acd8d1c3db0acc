package hv.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.spi.ToolProvider;

/** A plugin as its author builds it: source text, {@code javac} and {@code jar}. */
public final class PluginJar {
    private final Path work;
    private final List<String> left = new ArrayList<>();
    private Path api = hvApi();

    /** @param work an empty folder for sources and classes */
    public PluginJar(Path work) { this.work = work; }

    /** Compile against another hv-api than the one that runs. */
    PluginJar against(Path otherApi) {
        api = otherApi;
        return this;
    }

    /** A source file; the name is a path such as {@code mine/Spoof.java}. */
    public PluginJar source(String name, String text) throws IOException {
        var file = work.resolve("src").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        return this;
    }

    /** {@code META-INF/services} of a plain jar. */
    public PluginJar service(String service, String provider) throws IOException {
        var file = work.resolve("classes/META-INF/services").resolve(service);
        Files.createDirectories(file.getParent());
        Files.writeString(file, provider + "\n");
        return this;
    }

    /** Leave a compiled package out of the jar. */
    PluginJar without(String topPackage) {
        left.add(topPackage);
        return this;
    }

    /** Compiles and packs. @param jar the file to make */
    public Path into(Path jar) throws IOException {
        var classes = Files.createDirectories(work.resolve("classes"));
        var command = new ArrayList<>(List.of("-proc:none"));
        boolean module = Files.exists(work.resolve("src/module-info.java"));
        command.addAll(List.of(module ? "--module-path" : "--class-path", api.toString(), "-d", classes.toString()));
        try (var files = Files.walk(work.resolve("src"))) {
            files.filter(file -> file.toString().endsWith(".java")).map(Path::toString).forEach(command::add);
        }
        tool("javac", command);
        for (var topPackage : left) delete(classes.resolve(topPackage));
        tool("jar", List.of("--create", "--file", jar.toString(), "-C", classes.toString(), "."));
        return jar;
    }

    /** A copy of the running hv-api as a jar that says to be of another version. */
    static Path apiOfVersion(String version, Path jar) {
        var classes = hvApi();
        if (Files.isRegularFile(classes)) {
            classes = jar.resolveSibling("unpacked");
            tool("jar", List.of("--extract", "--file", hvApi().toString(), "--dir", classes.toString()));
        }
        tool("jar", List.of("--create", "--file", jar.toString(), "--module-version", version, "-C", classes.toString(), "."));
        return jar;
    }

    private static void delete(Path tree) throws IOException {
        try (var files = Files.walk(tree)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }

    /** Runs a tool of the JDK, which must succeed. */
    public static void tool(String name, List<String> arguments) {
        assertEquals(0, ToolProvider.findFirst(name).orElseThrow().run(System.out, System.err, arguments.toArray(String[]::new)), name + " " + arguments);
    }

    /** Its classes, or its jar. */
    public static Path hvApi() {
        return Arrays.stream(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")).split(File.pathSeparator))
                .map(Path::of).filter(entry -> entry.toString().contains("hv-api")).findFirst().orElseThrow();
    }
}
