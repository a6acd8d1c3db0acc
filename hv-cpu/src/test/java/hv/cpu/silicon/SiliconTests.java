package hv.cpu.silicon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Instructions do here what they do on the host's processor. Properties: {@code silicon.cases} of each subject and code width,
 * {@code silicon.seed} of a run (or {@code random}), {@code silicon.repeat}: the seed of a single case that a report told, {@code silicon.subject}
 * and {@code silicon.only}: regular expressions of the subjects and mnemonics to try, {@code silicon.vendor}: what the host is taken for.
 */
class SiliconTests {
    private static final long CASES = 150_000;

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"integer, LONG_64", "integer, FLAT_32", "integer, SEGMENTED_32", "integer, SEGMENTED_16",
        "undefined, LONG_64", "undefined, FLAT_32", "undefined, SEGMENTED_16",
        "system, LONG_64", "system, FLAT_32", "system, SEGMENTED_32", "system, SEGMENTED_16",
        "x87, LONG_64", "x87, FLAT_32", "x87, SEGMENTED_32", "x87, SEGMENTED_16",
        "images, LONG_64", "images, FLAT_32", "images, SEGMENTED_32", "images, SEGMENTED_16",
        "simd, LONG_64", "simd, FLAT_32", "simd, SEGMENTED_32", "simd, SEGMENTED_16"})
    @Timeout(value = 1, unit = TimeUnit.DAYS)
    void instructionsDoWhatTheHostsProcessorDoes(String subject, Mode mode) throws IOException {
        if (!Host.suitable()) System.out.println("skipped: no comparison with silicon, since the host is not Linux on x86-64");
        assumeTrue(Host.suitable(), "the host is not Linux on x86-64");
        assumeTrue(subject.matches(System.getProperty("silicon.subject", ".*")), "another subject was asked for");
        try (var experiment = new Experiment(Subjects.of(subject), mode, Host.read(), directory)) {
            String repeat = System.getProperty("silicon.repeat");
            if (repeat != null) experiment.repeat(Long.parseLong(repeat));
            else experiment.run(seed(), Long.getLong("silicon.cases", CASES));
            System.out.println(experiment.summary());
            assertEquals(Map.of(), experiment.failures(), experiment::report);
        }
    }

    private static long seed() {
        String seed = System.getProperty("silicon.seed", "1");
        return seed.equals("random") ? System.nanoTime() : Long.parseLong(seed);
    }
}
