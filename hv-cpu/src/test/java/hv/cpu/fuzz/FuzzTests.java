package hv.cpu.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Properties: {@code fuzz.seed}, {@code fuzz.rounds}; with {@code hv.long} there are many rounds. */
class FuzzTests {
    private static final int ROUNDS = Integer.getInteger("fuzz.rounds", Boolean.getBoolean("hv.long") ? 200_000 : 300);
    private static final long SEED = Long.getLong("fuzz.seed", 1), MOST_HEAP = 512L << 20;

    private final Map<String, Integer> ends = new TreeMap<>();
    private long seed;

    @Test
    @Timeout(value = 6, unit = TimeUnit.HOURS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void anyBytesAsCodeEndInAnArchitecturalOutcome() {
        for (seed = SEED; seed < SEED + ROUNDS; seed++) {
            try (var round = new FuzzRound(seed)) {
                round.run(ends);
            } catch (RuntimeException | Error e) {
                throw new AssertionError("fuzz.seed " + seed, e);
            }
        }
        System.out.println("fuzz, " + ROUNDS + " rounds: " + ends);
        assertTrue(ends.size() > FuzzMode.values().length, ends::toString);
    }

    @Test
    @Timeout(value = 6, unit = TimeUnit.HOURS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void anyBytesAsCodeOfAGuestEndInAnArchitecturalOutcome() {
        for (seed = SEED; seed < SEED + ROUNDS; seed++) {
            try (var round = new GuestRound(seed)) {
                round.run(ends);
            } catch (RuntimeException | Error e) {
                throw new AssertionError("fuzz.seed " + seed, e);
            }
        }
        System.out.println("fuzz of guests, " + ROUNDS + " rounds: " + ends);
        assertTrue(ends.keySet().stream().anyMatch(end -> end.endsWith("all exits")), ends::toString);
    }

    @AfterEach
    void memoryIsBounded() {
        System.gc();
        var runtime = Runtime.getRuntime();
        long used = runtime.totalMemory() - runtime.freeMemory();
        assertTrue(used < MOST_HEAP, "heap in use: " + used);
    }

    /** In this round a data breakpoint lies on the vector of #DB in real mode: delivering one raises the next. */
    @Test
    @Timeout(60)
    void debugExceptionsThatRaiseEachOtherReachTheInstructionLimit() {
        try (var round = new FuzzRound(482)) {
            round.run(ends);
        }
        assertEquals(6, ends.values().stream().mapToInt(Integer::intValue).sum());
    }
}
