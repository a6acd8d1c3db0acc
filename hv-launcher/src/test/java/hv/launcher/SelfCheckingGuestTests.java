package hv.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Guests that check the processor find a virtual one as they find the real one, with all devices around it. */
class SelfCheckingGuestTests {
    private static final Path IMAGES = Path.of("../hv-cpu/src/test/resources/hv/cpu/images/guests");
    /** The exit status of guests that pass: 0 written to the exit port is status 1. */
    private static final int ALL_PASSED = 1;

    @ParameterizedTest @ValueSource(strings = {"a20", "apic", "debug", "local-apic", "performance"})
    void everyCasePassesUnderTheVmm(String guest) throws Exception { passes("run", "--quiet", IMAGES.resolve(guest + ".elf").toString()); }

    @Test
    void itIsAllTheSameWhereTheVmmEmulatesTheLocalApicAlone() throws Exception {
        passes("run", "--quiet", "--cpu", "no-apicv", IMAGES.resolve("local-apic.elf").toString());
    }

    @ParameterizedTest @ValueSource(strings = {"a20", "apic", "local-apic", "performance", "x87-errors"})
    void everyCasePassesOnTheBareMachine(String guest) throws Exception {
        passes("run", "--quiet", "--bare", IMAGES.resolve(guest + ".elf").toString());
    }

    /** Turns so short that they end while counters are about to overflow. */
    @Test
    void twoGuestsHavePerformanceCountersOfTheirOwn() throws Exception {
        var image = IMAGES.resolve("performance.elf").toString();
        var run = HvProcess.run("run", "--time-slice", "300", image, image);
        assertEquals(2, run.err().lines().filter(line -> line.contains("stopped with status 1 ")).count(), run.out() + run.err());
    }

    private static void passes(String... arguments) throws Exception {
        var run = HvProcess.run(arguments);
        assertEquals(ALL_PASSED, run.status(), run.out() + run.err());
        assertTrue(run.lines().getLast().endsWith(", failed 0"), run.out());
    }
}
