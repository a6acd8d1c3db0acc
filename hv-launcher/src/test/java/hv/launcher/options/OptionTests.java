package hv.launcher.options;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.launcher.options.Option.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of options, and what is made of it. */
class OptionTests {
    private static final Path DOCUMENT = Path.of("../docs/vm-file.md");

    @TempDir private Path folder;

    private static Stream<Option<?>> at(Place place) { return Options.all().stream().filter(option -> option.places().contains(place)); }

    private static Stream<Option<?>> inFiles() { return Options.all().stream().filter(option -> !option.places().equals(Set.of(Place.COMMAND_LINE))); }

    @Test void noTwoOptionsHaveOneName() {
        var names = Options.all().stream().map(Option::name).toList();
        assertEquals(names.size(), new HashSet<>(names).size());
    }

    @Test void helpHasEachOptionOfTheCommandLineOnce() throws IOException {
        var help = Files.readString(Path.of("src/test/resources/hv/launcher/golden/help.txt"));
        var run = help.substring(help.indexOf("$ hv run --help"), help.indexOf("$ hv probe --help"));
        at(Place.COMMAND_LINE).map(Option::name).forEach(name ->
                assertEquals(1, run.lines().filter(line -> line.matches(" {6}--" + name + "([= ].*)?")).count(), name));
    }

    /** The row of docs/vm-file.md for an option. */
    private static String row(Option<?> option) {
        var place = option.places().contains(Place.RUN) ? "the run" : "`[[vm]]`";
        var one = option.label().isEmpty() ? "`true`" : "`" + option.label().replace("[MACHINE=]", "") + "`";
        var value = option.isList() ? "a list of " + one : one;
        var usual = option.usual() == null ? "" : option.usual().words();
        return "| `%s` | %s | %s | %s | %s |".formatted(option.name(), place, value.replace("|", "\\|"), usual, option.help());
    }

    @Test void theDocumentOfTheFileHasARowForEachKey() throws IOException {
        var rows = inFiles().map(OptionTests::row).collect(Collectors.joining("\n"));
        var document = Files.readString(DOCUMENT);
        assertTrue(document.contains("|---|---|---|---|---|\n" + rows + "\n\n"), () -> "docs/vm-file.md should hold these rows, and no others:\n" + rows);
    }

    private VmFile read(String toml) throws IOException { return VmFile.read(Files.writeString(folder.resolve("vm.toml"), toml)); }

    @Test void aFileSaysOfTheRunWhatStandsAboveItsMachines() throws IOException {
        var file = read("seed = 7\n[[vm]]\nimage = \"tour\"\n[[vm]]\nname = \"two\"\n");
        assertEquals(List.of(7L), file.run().of(Options.SEED));
        assertEquals(List.of("tour"), file.machines().getFirst().of(Options.IMAGE));
        assertEquals(List.of("two"), file.machines().getLast().of(Options.NAME));
    }

    @Test void numbersFlagsAndListsOfAFileAreReadAsTheOptionsAre() throws IOException {
        var run = read("max-instructions = 100_000\nexit-limit = 0.5\nno-reboot = true\nplugin-path = [\"a\", \"b\"]\nvirtualize-at = 0x1000\n").run();
        assertEquals(List.of(100_000L), run.of(Options.MAX_INSTRUCTIONS));
        assertEquals(List.of(Duration.ofMillis(500)), run.of(Options.EXIT_LIMIT));
        assertEquals(List.of(true), run.of(Options.NO_REBOOT));
        assertEquals(List.of(Path.of("a"), Path.of("b")), run.of(Options.PLUGIN_PATH));
        assertEquals(List.of(0x1000L), run.of(Options.VIRTUALIZE_AT));
    }

    static Stream<Option<?>> lists() { return Options.all().stream().filter(Option::isList); }

    @ParameterizedTest @MethodSource("lists")
    void oneValueOfAListNeedsNoBrackets(Option<?> list) throws IOException {
        var text = list.name() + " = \"a=b\"\n";
        var file = list.places().contains(Place.RUN) ? read(text).run() : read("[[vm]]\n" + text).machines().getFirst();
        assertEquals(1, file.of(list).size());
    }

    private static EffectiveOptions chosen(OptionValues commandLine, OptionValues table) { return new EffectiveOptions(commandLine, table); }

    @Test void theCommandLineReplacesWhatTheFileSays() {
        var chosen = chosen(OptionValues.of(Options.SEED, 1L), OptionValues.of(Options.SEED, 2L).and(Options.TIME_SLICE, List.of(3L)));
        assertEquals(1L, chosen.get(Options.SEED));
        assertEquals(3L, chosen.get(Options.TIME_SLICE));
    }

    @Test void theCommandLineAddsToWhatGrows() {
        var chosen = chosen(OptionValues.of(Options.PLUGINS, "-a"), OptionValues.of(Options.PLUGINS, "+a"));
        assertEquals(List.of("+a", "-a"), chosen.all(Options.PLUGINS));
    }

    @Test void whereNobodySaysAnythingTheUsualHolds() {
        assertEquals(64L << 20, chosen(OptionValues.NOTHING, OptionValues.NOTHING).get(Options.MEMORY));
        assertEquals(512L << 20, chosen(OptionValues.NOTHING, OptionValues.of(Options.KERNEL, Path.of("vmlinuz"))).get(Options.MEMORY));
    }
}
