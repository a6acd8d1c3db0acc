package hv.launcher.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.launcher.Hv;
import hv.launcher.HvProcess;
import hv.launcher.PluginJar;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/**
 * Commands and plugins in documents do what the documents say: plugins compile against hv.api alone, their tests pass, hv finds them and they work.
 */
class DocumentExampleTests {
    private static final Pattern SERVICE = Pattern.compile("(?m)(?:^|&& )echo (\\S+) > (mine/classes/META-INF/services/\\S+)$");
    private static final Pattern SHOWN = Pattern.compile("(?m)^\\./hv (.+?) +# … (.+)$");
    private static final Pattern BY_HAND = Pattern.compile("(?m)^\"\\$\\(\\./hv jdk\\)/bin/java\" -p hv-launcher/target/hv/lib (\\S+)$");

    @TempDir Path folder;

    @ParameterizedTest @ValueSource(strings = {"README.md", "docs/add-a-device.md", "docs/testing-plugins.md"})
    void pluginsThatADocumentWritesWorkAsItShows(String name) throws Exception {
        var document = Document.of(name);
        var sources = new ArrayList<Path>();
        for (var file : document.written().entrySet()) sources.add(write(folder.resolve(file.getKey()), file.getValue()));
        var plugins = sources.stream().filter(file -> !file.toString().endsWith("Tests.java")).toList();
        var tests = sources.stream().filter(file -> file.toString().endsWith("Tests.java")).toList();
        var classes = folder.resolve("mine/classes");
        compile(List.of("-p", PluginJar.hvApi().toString(), "--add-modules", "hv.api", "-d", classes.toString()), plugins);
        for (var echo : SERVICE.matcher(document.text()).results().toList()) write(folder.resolve(echo.group(2)), echo.group(1) + "\n");
        if (!tests.isEmpty()) passes(classes, tests);
        var jar = Files.createDirectories(folder.resolve("plugins")).resolve("mine.jar");
        PluginJar.tool("jar", List.of("--create", "--file", jar.toString(), "-C", classes.toString(), "."));
        SHOWN.matcher(document.text()).results().forEach(shown -> shows(shown.group(1), shown.group(2)));
    }

    private static Path write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static void compile(List<String> options, List<Path> sources) {
        PluginJar.tool("javac", Stream.concat(options.stream(), sources.stream().map(Path::toString)).toList());
    }

    private void passes(Path classes, List<Path> tests) throws Exception {
        var compiled = folder.resolve("mine/test-classes");
        var libraries = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        compile(List.of("-proc:none", "-cp", libraries + File.pathSeparator + classes, "-d", compiled.toString()), tests);
        var thread = Thread.currentThread();
        var before = thread.getContextClassLoader();
        try (var loader = new URLClassLoader(new URL[] {classes.toUri().toURL(), compiled.toUri().toURL()}, before)) {
            thread.setContextClassLoader(loader);
            var request = LauncherDiscoveryRequestBuilder.request();
            for (var test : tests) request.selectors(DiscoverySelectors.selectClass(loader.loadClass(className(test))));
            var listener = new SummaryGeneratingListener();
            LauncherFactory.create().execute(request.build(), listener);
            var failures = listener.getSummary().getFailures().stream();
            assertEquals(List.of(), failures.map(failed -> failed.getTestIdentifier().getDisplayName() + ": " + failed.getException()).toList());
            assertTrue(listener.getSummary().getTestsSucceededCount() > tests.size(), "tests were found");
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private String className(Path source) { return folder.relativize(source).toString().replace(".java", "").replace(File.separatorChar, '.'); }

    private void shows(String arguments, String text) {
        var all = Stream.concat(Stream.of(arguments.split(" ")), Stream.of("--plugin-path", folder.resolve("plugins").toString()));
        var result = Hv.run(all.toArray(String[]::new));
        assertTrue(result.out().contains(text), () -> arguments + " does not show " + text + ":\n" + result.out() + result.err());
    }

    @Test void theReadmesCommandRunsVtxByHand() throws Exception {
        var command = BY_HAND.matcher(Document.of("README.md").text());
        assertTrue(command.find(), "README shows it");
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var byHand = new ProcessBuilder(java, "-p", HvProcess.modulePath(), command.group(1)).directory(Sources.TOP.toFile());
        var process = byHand.redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), said);
        assertTrue(said.contains("VMLAUNCH: success"), said);
    }
}
