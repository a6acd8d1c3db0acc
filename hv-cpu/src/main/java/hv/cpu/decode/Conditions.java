package hv.cpu.decode;

import static hv.cpu.decode.Flag.*;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The sixteen conditions of Jcc, CMOVcc and SETcc.
 *
 * @sdm 1 appendix B "EFLAGS Condition Codes"
 */
final class Conditions {
    /** The flags that a pair of opposite conditions tests: O, B, E, BE, S, P, L, LE. */
    private static final Flag[][] TESTS = {{OF}, {CF}, {ZF}, {CF, ZF}, {SF}, {PF}, {SF, OF}, {ZF, SF, OF}};

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private Conditions() {}

    /**
     * A row for each condition.
     *
     * @param opcode the encoding, with {@code +cc} behind the opcode to which the condition is added
     * @param first  the mnemonic for condition O
     */
    static List<Row> rows(String opcode, Mnemonic first, Operand... operands) {
        int end = opcode.indexOf("+cc");
        int base = HexFormat.fromHexDigits(opcode, end - 2, end);
        List<Row> rows = new ArrayList<>();
        for (int cc = 0; cc < 16; cc++) {
            String own = opcode.substring(0, end - 2) + HEX.toHexDigits((byte) (base + cc)) + opcode.substring(end + 3);
            rows.add(Row.row(own, first.on(cc), operands).tests(TESTS[cc >> 1]));
        }
        return rows;
    }
}
