package hv.cpu.silicon;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.cpu.decode.Encodings;
import hv.cpu.decode.Op;
import hv.cpu.decode.Row;
import hv.cpu.decode.Trait;
import hv.cpu.testing.VmxMachine;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Instructions do in a guest that is watched in every way what they do on a processor alone, on any host: registers, memory, faults and the count of
 * instructions are the same. Properties: {@code watched.cases} of each subject and code width, {@code watched.seed} of a run, and {@code watched.repeat}:
 * the seed of a single case that a report told.
 */
class WatchedIsPlainTests {
    /** Which are seldom repeated elsewhere. */
    private static final Subject STRINGS = Subject.of("strings", row -> row.has(Trait.REPEATABLE), new Repeated());
    private static final int CASES = 2_500, MOST_REPORTED = 40, REPORTED_PER_INSTRUCTION = 2;

    private final WholeProcessor plain = new WholeProcessor(new VmxMachine());
    private final WatchedProcessor watched = new WatchedProcessor();
    private final CaseRandom random = new CaseRandom();
    private final Map<String, Integer> failures = new LinkedHashMap<>();
    private final List<String> reports = new ArrayList<>();

    @ParameterizedTest
    @CsvSource({"strings, LONG_64", "strings, FLAT_32", "strings, SEGMENTED_32", "strings, SEGMENTED_16",
        "integer, LONG_64", "integer, FLAT_32", "integer, SEGMENTED_32", "integer, SEGMENTED_16",
        "undefined, LONG_64", "undefined, FLAT_32", "undefined, SEGMENTED_16",
        "system, LONG_64", "system, FLAT_32", "system, SEGMENTED_32", "system, SEGMENTED_16",
        "x87, LONG_64", "x87, FLAT_32", "x87, SEGMENTED_32", "x87, SEGMENTED_16",
        "images, LONG_64", "images, FLAT_32", "images, SEGMENTED_32", "images, SEGMENTED_16",
        "simd, LONG_64", "simd, FLAT_32", "simd, SEGMENTED_32", "simd, SEGMENTED_16"})
    void watchingChangesNothing(String subject, Mode mode) {
        try (plain; watched; var arena = Arena.ofConfined()) {
            var generator = new Generator(subject.equals(STRINGS.name()) ? STRINGS : Subjects.of(subject), mode, Exclusions.withoutHost());
            var made = new Case();
            made.before = new State(arena.allocate(State.BYTES, 8));
            var repeat = Long.getLong("watched.repeat");
            int cases = repeat != null ? 1 : Integer.getInteger("watched.cases", CASES);
            for (int i = 0; i < cases; i++) {
                generator.make(made, repeat != null ? repeat : CaseRandom.seed(Long.getLong("watched.seed", 1), i));
                compare(made);
            }
        }
        assertEquals(Map.of(), failures, () -> failures + "\n" + String.join("\n", reports));
    }

    /** String instructions with REP or REPNE. */
    private static final class Repeated implements Subject.Favour {
        @Override public void choose(CaseRandom random, Op op, State before) {}

        @Override
        public byte[] code(CaseRandom random, Encodings encodings, Row row, int codeWidth) {
            byte[] once = encodings.of(row, codeWidth), code = new byte[once.length + 1];
            code[0] = (byte) random.pick(0xF2, 0xF3);
            System.arraycopy(once, 0, code, 1, once.length);
            return code;
        }
    }

    private void compare(Case made) {
        random.seed(made.seed ^ 1);
        var conditions = Conditions.choose(random, made);
        var watch = Watch.choose(random, conditions);
        List<String> differences;
        var end = plain.run(made, conditions);
        try {
            assertEquals(end, watched.run(made, conditions, watch));
            differences = watched.differences(plain);
        } catch (AssertionError e) {
            throw new AssertionError(describe(made, conditions, watch, List.of(e.getMessage())), e);
        }
        if (!differences.isEmpty()) report(made, conditions, watch, differences);
        plain.process.clear(made.before);
        watched.process.clear(made.before);
    }

    private void report(Case at, Conditions conditions, Watch watch, List<String> differences) {
        int before = failures.merge(at.op.row.opcode() + " " + at.op.mnemonic, 1, Integer::sum);
        if (before <= REPORTED_PER_INSTRUCTION && reports.size() < MOST_REPORTED) reports.add(describe(at, conditions, watch, differences));
    }

    private static String describe(Case at, Conditions conditions, Watch watch, List<String> differences) {
        var bytes = new byte[at.op.length];
        for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) at.before.at(State.CODE + i);
        return "seed %d, %d-bit code %s  %s\n    %s; %s\n    %s\n    before: %s".formatted(at.seed, at.op.codeWidth,
                HexFormat.ofDelimiter(" ").formatHex(bytes), at.op, conditions, watch, String.join("; ", differences), at.before);
    }
}
