package hv.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.core.report.ErrorKind;
import hv.cpu.platform.ProcessorProfiles;
import hv.golden.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Command;

/** All that a person meets at the command line, as the golden files have it. */
class TranscriptTests {
    @TempDir private static Path folder;

    @BeforeAll static void makeFiles() throws Exception { new Exhibits(folder).make(); }

    static List<Golden> transcripts() throws IOException {
        try (var files = Files.list(Golden.folder(TranscriptTests.class))) {
            return files.filter(file -> file.toString().endsWith(".txt")).sorted().map(Golden::new).toList();
        }
    }

    @Timeout(120) @ParameterizedTest @MethodSource("transcripts")
    void whatPeopleSeeIsWhatTheFileSays(Golden golden) { new Transcript(golden).holds(folder); }

    private static List<String> lines() throws IOException { return transcripts().stream().map(Golden::lines).flatMap(List::stream).toList(); }

    private static void areSeen(Stream<String> what, String before, String after) throws IOException {
        var lines = lines();
        assertEquals(List.of(), what.filter(each -> !lines.contains(before + each + after)).toList(), "in no golden file");
    }

    @Test void everyCommandsHelpIsSeen() throws IOException { areSeen(commands("", HvCommand.class), "$ ", " --help"); }

    private static Stream<String> commands(String parent, Class<?> type) {
        var command = type.getAnnotation(Command.class);
        var name = parent + command.name();
        return Stream.concat(Stream.of(name), Arrays.stream(command.subcommands()).flatMap(below -> commands(name + " ", below)));
    }

    /** Every processor is probed once, so that its missing features are told. */
    @Test void everyProcessorIsProbed() throws IOException {
        areSeen(ProcessorProfiles.names().stream().filter(name -> !name.equals(ProcessorProfiles.REFERENCE)), "$ hv probe --cpu ", "");
    }

    /** A defect is nothing that a command could show. */
    @Test void everyKindOfErrorIsSeen() throws IOException {
        areSeen(Stream.of(ErrorKind.values()).filter(kind -> kind != ErrorKind.DEFECT).map(kind -> "" + kind.status()), "exit status ", "");
    }

    @Test void everySettingIsSetWrongOnce() throws IOException {
        var keys = Hv.run("plugins").lines().stream().filter(line -> line.contains("--set ")).map(line -> line.strip().split("[ =]")[1]).toList();
        assertTrue(keys.contains("serial.port"), keys::toString);
        var commands = lines().stream().filter(line -> line.startsWith("$ ")).collect(Collectors.joining("\n"));
        assertEquals(List.of(), keys.stream().filter(key -> !commands.contains("--set " + key + "=")).toList(), "in no golden file");
    }
}
