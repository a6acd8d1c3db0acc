package hv.cpu.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.x86.Rflags;
import hv.cpu.decode.Op;
import hv.cpu.state.GuestException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The user-mode integer instructions do what other processors did; the recorded files tell which and how. */
class RecordedInstructionsTests {
    private static final int COMPARED = Rflags.STATUS | Rflags.DF | Rflags.ID;
    private static final Map<String, Integer> VECTORS = Map.of("#DE", 0, "#BR", 5, "#GP", 13);

    @ParameterizedTest
    @CsvSource({"64, 65536", "64, 1", "32, 65536", "32, 1"})
    void instructionsDoWhatWasRecordedHoweverOftenRepetitionsAreInterrupted(int codeWidth, int iterations) throws IOException {
        var failures = new ArrayList<String>();
        int cases = 0;
        try (var bench = new Bench(codeWidth)) {
            bench.c.iterations = iterations;
            String instruction = "";
            for (var line : recorded(codeWidth)) {
                if (!line.startsWith(" ")) instruction = line;
                else {
                    cases++;
                    var wrong = replay(bench, instruction, line);
                    if (!wrong.isEmpty()) failures.add(instruction + "\n" + line + "\n    " + String.join("; ", wrong));
                }
            }
        }
        assertTrue(cases > 700, "cases: " + cases);
        assertEquals("", String.join("\n", failures), failures.size() + " of " + cases);
    }

    @Test
    void everyBoundOperationIsRecorded() throws IOException {
        var missing = EnumSet.copyOf(UserOperations.table().keySet());
        for (int codeWidth : new int[] {32, 64}) {
            try (var bench = new Bench(codeWidth)) {
                for (var line : recorded(codeWidth)) if (!line.startsWith(" ")) missing.remove(bench.decode(bytes(line)).mnemonic);
            }
        }
        assertEquals(Set.of(), missing);
    }

    private static List<String> recorded(int codeWidth) throws IOException {
        try (var in = RecordedInstructionsTests.class.getResourceAsStream("recorded" + codeWidth + ".txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(l -> !l.startsWith("#")).toList();
        }
    }

    private static byte[] bytes(String instruction) { return HexFormat.of().parseHex(instruction.substring(0, instruction.indexOf(' '))); }

    private static List<String> replay(Bench bench, String instruction, String line) {
        Op o = bench.decode(bytes(instruction));
        var expected = new RecordedCase(line, o.codeWidth, o.next);
        expected.before.load(bench);
        try {
            do bench.run(bytes(instruction));
            while (bench.c.rip == o.rip);
        } catch (GuestException e) {
            return VECTORS.getOrDefault(expected.fault, -1) == e.vector ? List.of() : List.of("fault " + e.vector);
        }
        if (!expected.fault.isEmpty()) return List.of("no " + expected.fault);
        return expected.after.differences(new RecordedCase.State(bench), COMPARED & ~o.row.undefined());
    }
}
