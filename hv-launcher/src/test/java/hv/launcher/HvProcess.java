package hv.launcher;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** hv as a process of its own, on the module path, as {@code ./hv} starts it. */
public final class HvProcess {
    private static final List<String> TEST_LIBRARIES = List.of("junit", "archunit", "opentest4j", "apiguardian", "slf4j", "test-classes", "surefire", "hv-golden", "hv-testkit", "java-diff-utils");
    private static final String QUICK_START = "-XX:TieredStopAtLevel=1";
    private static final int PATIENCE_SECONDS = 60, POLL_MILLIS = 20;

    public record Result(int status, String out, String err) {
        public List<String> lines() { return out.lines().toList(); }
    }

    private HvProcess() {}

    static Result run(String... arguments) throws IOException, InterruptedException { return run(_ -> { }, arguments); }

    /** A long run, with all that the JVM's compilers can do. */
    public static Result fast(int patienceSeconds, String... arguments) throws IOException, InterruptedException {
        return run(command(List.of(), arguments), patienceSeconds, _ -> { });
    }

    /** A run that SIGINT ends once standard output holds {@code text}, also where the tests are a background job, which a shell starts with SIGINT ignored. */
    static Result interrupted(String text, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("env", "--default-signal=INT"));
        command.addAll(command(List.of(QUICK_START), arguments));
        return run(command, PATIENCE_SECONDS, running -> {
            while (running.process().isAlive() && !text(running.out()).contains(text)) Thread.sleep(POLL_MILLIS);
            new ProcessBuilder("kill", "-INT", Long.toString(running.process().pid())).start().waitFor();
        });
    }

    private record Running(Process process, Path out) {}

    private interface Meanwhile {
        void with(Running running) throws IOException, InterruptedException;
    }

    private static Result run(Meanwhile meanwhile, String... arguments) throws IOException, InterruptedException {
        return run(command(List.of(QUICK_START), arguments), PATIENCE_SECONDS, meanwhile);
    }

    private static Result run(List<String> command, int patienceSeconds, Meanwhile meanwhile) throws IOException, InterruptedException {
        var out = Files.createTempFile("hv", ".out");
        var err = Files.createTempFile("hv", ".err");
        var process = new ProcessBuilder(command).redirectInput(new File("/dev/null"))
                .redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        meanwhile.with(new Running(process, out));
        if (!process.waitFor(patienceSeconds, TimeUnit.SECONDS)) process.destroyForcibly().waitFor();
        var result = new Result(process.exitValue(), text(out), text(err));
        Files.delete(out);
        Files.delete(err);
        return result;
    }

    /** The command that starts hv quickly, with all three standard streams a terminal. */
    static List<String> onTerminal(String... arguments) { return command(List.of(QUICK_START, "-Dhv.terminals=012"), arguments); }

    private static List<String> command(List<String> options, String... arguments) {
        var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "@src/main/jvm/java.options"));
        command.addAll(options);
        command.addAll(List.of("--module-path", modulePath(), "--module", "hv.launcher/hv.launcher.Main"));
        command.addAll(List.of(arguments));
        return command;
    }

    /** hv's own modules and the libraries they need, without those of tests. */
    public static String modulePath() {
        return Arrays.stream(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")).split(File.pathSeparator))
                .filter(entry -> TEST_LIBRARIES.stream().noneMatch(Path.of(entry).getFileName().toString()::startsWith))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String text(Path file) throws IOException { return Files.readString(file, StandardCharsets.UTF_8); }
}
