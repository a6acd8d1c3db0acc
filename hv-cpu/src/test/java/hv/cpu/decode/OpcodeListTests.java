package hv.cpu.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.cpu.Operations;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every opcode of the maps is accounted for: by rows, as a prefix or an escape, or as one that x86-64-v2 does not have. */
class OpcodeListTests {
    private static final String[] MAPS = {"", "0F ", "0F 38 ", "0F 3A "};
    /** Prefixes and escapes. */
    private static final Set<String> NO_OPCODES = Set.of("26", "2E", "36", "3E", "64", "65", "66", "67", "F0", "F2", "F3", "0F", "0F 38", "0F 3A");
    /** Rows that no x86-64-v2 processor has to execute. */
    private static final Set<Mnemonic> BEYOND = Set.of(Mnemonic.RSM, Mnemonic.XSAVEC, Mnemonic.XSAVES, Mnemonic.XRSTORS);

    /** By map: what is undefined in x86-64-v2, or belongs to extensions beyond it (SMX, 3DNow!, BMI, SHA, AVX and others that VEX and EVEX need). */
    private static final Map<String, String> WITHOUT_ROWS = Map.of(
            "0F", "04 0A 0C 0E-0F 24-27 36-37 39 3B-3F 7A-7B A6-A7",
            "0F 38", "0C-0F 11-13 16 18-1B 1F 26-27 2C-2F 36 42-7F 83-DA E0-EF F2-FF",
            "0F 3A", "00-07 10-13 18-1F 23-3F 43 45-5F 64-DE E0-FF");

    /** {@code -Dopcodes.list=true} prints the list. */
    @Test
    void everyOpcodeOfTheMapsIsListed() {
        Map<String, String> without = new HashMap<>();
        for (int map = 0; map < MAPS.length; map++) {
            var text = new StringBuilder();
            var empty = new BitSet();
            for (int opcode = 0; opcode < 256; opcode++) {
                String name = MAPS[map] + hex(opcode);
                String rows = rows(map, opcode);
                if (rows.isEmpty() && !NO_OPCODES.contains(name)) empty.set(opcode);
                text.append(name).append(' ').append(NO_OPCODES.contains(name) ? "(prefix or escape)" : rows.isEmpty() ? "-" : rows).append('\n');
            }
            if (Boolean.getBoolean("opcodes.list")) System.out.print(text);
            if (!empty.isEmpty()) without.put(MAPS[map].strip(), ranges(empty));
        }
        assertEquals(WITHOUT_ROWS, without, "opcodes without a row");
    }

    private static String ranges(BitSet opcodes) {
        List<String> all = new ArrayList<>();
        for (int first = opcodes.nextSetBit(0), next; first >= 0; first = opcodes.nextSetBit(next)) {
            next = opcodes.nextClearBit(first);
            all.add(hex(first) + (next - 1 == first ? "" : "-" + hex(next - 1)));
        }
        return String.join(" ", all);
    }

    private static String hex(int opcode) { return HexFormat.of().withUpperCase().toHexDigits((byte) opcode); }

    @Test
    void whatIsNotImplementedIsPrinted() {
        Predicate<Row> implemented = row -> Operations.TABLE.of(row.mnemonic()) != Operations.TABLE.of(Mnemonic.UNDEFINED);
        var missing = OpcodeMaps.ROWS.stream().filter(implemented.negate()).filter(row -> !BEYOND.contains(row.mnemonic())).toList();
        System.out.println("rows of x86-64-v2 that are not implemented: " + missing.size() + " of " + OpcodeMaps.ROWS.size() + " "
                + missing.stream().map(row -> row.mnemonic().name()).collect(Collectors.toCollection(TreeSet::new)));
        assertEquals(List.of(), missing.stream().filter(row -> integer().contains(row)).toList());
    }

    private static Set<Row> integer() {
        return Arrays.asList(OneByteMap.rows(), Groups.rows(), TwoByteMap.rows(), SystemMap.rows(), VmxMap.rows()).stream()
                .flatMap(List::stream).collect(Collectors.toSet());
    }

    private static String rows(int map, int opcode) {
        return OpcodeMaps.ROWS.stream().map(Pattern::new).filter(p -> p.map == map && p.first <= opcode && opcode <= p.last)
                .map(p -> p.row.mnemonic().name()).distinct().collect(Collectors.joining(" "));
    }
}
