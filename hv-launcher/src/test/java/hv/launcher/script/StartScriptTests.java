package hv.launcher.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import hv.golden.Golden;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages of {@code ./hv} where it can't start: a copy of it runs with the tools that a test gives it, and nothing else. */
class StartScriptTests {
    private static final Path BASH = Path.of("/bin/bash"), SCRIPT = Path.of("../hv"), POM = Path.of("../pom.xml");
    private static final String WANTED_JDK = "25", UNKNOWN_JDK = "999";
    private static final int CANNOT_START = 2;
    private static final Pattern ENFORCED = Pattern.compile("<requireJavaVersion>.*?<message>(.*?)</message>", Pattern.DOTALL);

    @TempDir Path folder;
    private Path tools;

    @BeforeEach void takeTools() throws IOException {
        assumeTrue(Files.isExecutable(BASH), "there is no bash");
        tools = Files.createDirectories(folder.resolve("tools"));
        for (var tool : List.of("readlink", "mkdir", "find", "flock", "grep", "rm", "mv")) {
            var there = Stream.of("/usr/bin", "/bin").map(bin -> Path.of(bin, tool)).filter(Files::isExecutable).findFirst();
            if (there.isPresent()) Files.createSymbolicLink(tools.resolve(tool), there.get());
        }
        Files.copy(SCRIPT, folder.resolve("hv"));
    }

    private void says(String golden, String... arguments) throws IOException, InterruptedException {
        var command = new ProcessBuilder(Stream.concat(Stream.of(BASH.toString(), folder.resolve("hv").toString()), Stream.of(arguments)).toList());
        command.environment().clear();
        command.environment().put("PATH", tools.toString());
        command.environment().put("JAVA_HOME", System.getProperty("java.home"));
        var process = command.redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(CANNOT_START, process.waitFor(), said);
        Golden.of(StartScriptTests.class, golden).holds(said.replace(folder + "/", "").replace(UNKNOWN_JDK, WANTED_JDK));
    }

    @Test void withoutAJdkItSaysWhichAndWhereItLooked() throws Exception {
        var script = Files.readString(folder.resolve("hv"));
        var wanting = script.replace("oldest_jdk=" + WANTED_JDK, "oldest_jdk=" + UNKNOWN_JDK);
        assertTrue(!wanting.equals(script), "the script says elsewhere which JDK it needs");
        Files.writeString(folder.resolve("hv"), wanting);
        says("no-jdk", "run");
    }

    @Test void withoutMavenItSaysSo() throws Exception { says("no-maven", "test"); }

    @Test void aFailedBuildShowsItsErrorsAndWhereTheRestIs() throws Exception {
        var maven = Files.writeString(tools.resolve("mvn"), "#!/bin/bash\necho 'Building hv-api 0.1.0'\necho '[ERROR] Hv.java:[1,2] it makes no sense'\nexit 1\n");
        assertTrue(maven.toFile().setExecutable(true));
        says("failed-build", "run");
    }

    @Test void mavenOnAnOldJdkSaysWhatItNeeds() throws IOException {
        var message = ENFORCED.matcher(Files.readString(POM));
        assertTrue(message.find());
        Golden.of(StartScriptTests.class, "old-jdk").holds(message.group(1));
    }
}
