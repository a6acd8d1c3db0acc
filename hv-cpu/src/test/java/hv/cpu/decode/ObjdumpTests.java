package hv.cpu.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Decoder and disassembler against GNU objdump: length and text. {@link ObjdumpDifferences} lists where the two differ by right. */
class ObjdumpTests {
    /** Many more in the profile {@code long}, with seeds of their own. */
    private static final boolean LONG = Boolean.getBoolean("hv.long");
    private static final int FORMS_OF_A_ROW = LONG ? 200 : 10;
    private static final int RANDOM_CASES = LONG ? 300_000 : 4000;
    private static final long SEED = Long.getLong("objdump.seed", 0);

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(ints = {16, 32, 64})
    void agreesOnFormsOfEachRow(int codeWidth) throws IOException {
        Encodings encodings = new Encodings(new Random(SEED + codeWidth));
        List<byte[]> cases = new ArrayList<>();
        for (Row row : OpcodeMaps.ROWS)
            for (int i = 0; i < FORMS_OF_A_ROW; i++)
                if (Encodings.exists(row, codeWidth)) cases.add(encodings.of(row, codeWidth));
        assertAgreement(cases, codeWidth);
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 32, 64})
    void agreesOnRandomBytes(int codeWidth) throws IOException {
        Random random = new Random(SEED + 1000 + codeWidth);
        List<byte[]> cases = new ArrayList<>();
        for (int i = 0; i < RANDOM_CASES; i++) {
            byte[] bytes = new byte[15];
            random.nextBytes(bytes);
            cases.add(bytes);
        }
        assertAgreement(cases, codeWidth);
    }

    private void assertAgreement(List<byte[]> cases, int codeWidth) throws IOException {
        assumeTrue(Objdump.installed(), "objdump of GNU binutils is not installed");
        List<Objdump.Line> theirs = Objdump.disassemble(cases, codeWidth, directory);
        assertEquals(cases.size(), theirs.size());
        StringBuilder wrong = new StringBuilder();
        int compared = 0;
        for (int i = 0; i < cases.size(); i++) {
            byte[] bytes = cases.get(i);
            Op op = new Decoder().decode(at -> bytes[at], Objdump.address(i), codeWidth);
            if (ObjdumpDifferences.excuse(op, theirs.get(i).text())) continue;
            compared++;
            String expected = theirs.get(i).length() + " " + ObjdumpDifferences.normalize(theirs.get(i).text(), op);
            String actual = op.length + " " + op;
            if (!expected.equals(actual))
                wrong.append(HexFormat.ofDelimiter(" ").formatHex(bytes)).append(": ").append(actual)
                        .append(", objdump ").append(expected).append('\n');
        }
        assertEquals("", wrong.toString());
        assertTrue(compared > cases.size() / 2, "compared only " + compared + " of " + cases.size());
    }
}
