package hv.cpu.assembler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.cpu.decode.Op;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The assembler reads the disassembler's texts, and makes the same instructions of them. */
class RoundTripTests {
    private static final int EACH = 60, SHOWN = 20;
    private static final long ADDRESS = 0x1000;

    @ParameterizedTest @ValueSource(ints = {16, 32, 64})
    void everyRowComesBack(int codeWidth) {
        var differences = Instructions.ofEveryRow(codeWidth, EACH, ADDRESS).stream().map(RoundTripTests::difference).filter(text -> !text.isEmpty()).toList();
        assertEquals(List.of(), differences.stream().limit(SHOWN).toList(), () -> differences.size() + " instructions become others");
    }

    private static String difference(Op op) {
        try {
            byte[] bytes = Assembler.assemble(op.toString(), op.codeWidth, ADDRESS).bytes();
            Op again = Instructions.decode(bytes, op.codeWidth, ADDRESS);
            boolean same = again.length == bytes.length && Instructions.meaning(op).equals(Instructions.meaning(again));
            return same ? "" : op + " becomes " + HexFormat.of().formatHex(bytes) + " " + again;
        } catch (AssemblyException e) {
            return op + ": " + e.getMessage();
        }
    }
}
