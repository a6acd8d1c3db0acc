package hv.cpu.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The tables as a whole: each row has bytes that no other row claims, and the decoder finds it by them. */
class OpcodeTableTests {
    private static final Set<Addressing> NUMBERED = EnumSet.of(Addressing.S, Addressing.C, Addressing.D);

    @Test
    void everyRowIsFoundByItsBytesInEachModeThatHasIt() {
        Encodings encodings = new Encodings(new Random(1));
        for (Row row : OpcodeMaps.ROWS)
            for (int codeWidth : new int[] {16, 32, 64})
                if (Encodings.exists(row, codeWidth)) assertFound(row, codeWidth, encodings);
    }

    private static void assertFound(Row row, int codeWidth, Encodings encodings) {
        boolean anyNumber = row.operands().stream().noneMatch(o -> NUMBERED.contains(o.addressing));
        int found = 0;
        for (int i = 0; i < 20; i++) {
            byte[] bytes = encodings.of(row, codeWidth);
            Op op = new Decoder().decode(at -> bytes[at], 0, codeWidth);
            if (op.row == row) found++;
            else assertFalse(anyNumber, () -> row + " is not what " + HexFormat.of().formatHex(bytes) + " decodes to: " + op.row);
        }
        assertTrue(found > 0, () -> "no bytes decode to " + row);
    }

    @Test
    void twoRowsForTheSameBytesAreRefused() {
        Pattern any = new Pattern(Row.row("0F C7 /1", Mnemonic.CMPXCHG8B, Operand.Mq));
        Pattern wide = new Pattern(Row.row("REX.W1 0F C7 /1", Mnemonic.CMPXCHG16B, Operand.Mdq));
        assertThrows(IllegalStateException.class, () -> new Opcode(List.of(any, wide)));
    }

    @Test
    void everyMnemonicHasARow() {
        Set<Mnemonic> without = EnumSet.allOf(Mnemonic.class);
        OpcodeMaps.ROWS.forEach(row -> without.remove(row.mnemonic()));
        assertEquals(EnumSet.of(Mnemonic.UNDEFINED, Mnemonic.TOO_LONG), without);
    }

    @Test
    void noFlagIsBothSetAndUndefined() {
        for (Row row : OpcodeMaps.ROWS) assertEquals(0, row.sets() & row.undefined(), row::toString);
    }
}
