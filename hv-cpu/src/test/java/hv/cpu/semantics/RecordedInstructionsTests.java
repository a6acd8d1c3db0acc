package hv.cpu.semantics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.cpu.decode.Mnemonic;
import hv.cpu.decode.Op;
import hv.cpu.state.Flags;
import hv.cpu.state.GuestException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every user-mode integer instruction of 64-bit code does what silicon did; {@code recorded.txt} tells how that was recorded. */
class RecordedInstructionsTests {
    private static final int COMPARED = Flags.STATUS | Flags.DF | Flags.ID;
    private static final Map<String, Integer> VECTORS = Map.of("#DE", 0, "#GP", 13);

    @Test
    void instructionsDoWhatSiliconDid() throws IOException { replayAll(65_536); }

    @Test
    void repeatedInstructionsThatAreInterruptedAfterEachIterationDoTheSame() throws IOException { replayAll(1); }

    /** @param iterations of a repeated instruction that may run at a time */
    private static void replayAll(int iterations) throws IOException {
        var failures = new ArrayList<String>();
        int cases = 0;
        try (var bench = new Bench(64)) {
            bench.c.iterations = iterations;
            String instruction = "";
            for (var line : recorded()) {
                if (!line.startsWith(" ")) instruction = line;
                else {
                    cases++;
                    var wrong = replay(bench, instruction, line);
                    if (!wrong.isEmpty()) failures.add(instruction + "\n" + line + "\n    " + String.join("; ", wrong));
                }
            }
        }
        assertTrue(cases > 3_000, "cases: " + cases);
        assertEquals("", String.join("\n", failures), failures.size() + " of " + cases);
    }

    @Test
    void everyBoundOperationThat64BitCodeHasIsRecorded() throws IOException {
        var missing = EnumSet.copyOf(UserOperations.table().keySet());
        try (var bench = new Bench(64)) {
            for (var line : recorded()) if (!line.startsWith(" ")) missing.remove(bench.decode(bytes(line)).mnemonic);
        }
        assertEquals(EnumSet.of(Mnemonic.AAA, Mnemonic.AAD, Mnemonic.AAM, Mnemonic.AAS, Mnemonic.DAA, Mnemonic.DAS, Mnemonic.BOUND,
                Mnemonic.PUSHA, Mnemonic.POPA, Mnemonic.SALC), missing);
    }

    private static List<String> recorded() throws IOException {
        try (var in = RecordedInstructionsTests.class.getResourceAsStream("recorded.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(l -> !l.startsWith("#")).toList();
        }
    }

    private static byte[] bytes(String instruction) { return HexFormat.of().parseHex(instruction.substring(0, instruction.indexOf(' '))); }

    private static List<String> replay(Bench bench, String instruction, String line) {
        Op o = bench.decode(bytes(instruction));
        var expected = new RecordedCase(line, o.next);
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
