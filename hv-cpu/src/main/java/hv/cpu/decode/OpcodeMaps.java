package hv.cpu.decode;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All opcode maps. The rows come from {@link OneByteMap}, {@link Groups}, {@link TwoByteMap}, {@link SystemMap}, {@link VmxMap},
 * {@link MmxMap}, {@link SseMap}, {@link SseIntegerMap} and {@link X87Map}.
 */
public final class OpcodeMaps {
    /** Every row, once. */
    public static final List<Row> ROWS = rows();

    static final int ONE_BYTE = 0, MAP_0F = 1;
    private static final int MAP_0F38 = 2, MAP_0F3A = 3, EMPTY_0F38 = 4, EMPTY_0F3A = 5;
    /** The maps to which 0F38H to 0F3FH lead. All but two are empty; they decide only the length of undefined instructions. */
    private static final int[] ESCAPES = {MAP_0F38, EMPTY_0F38, MAP_0F3A, EMPTY_0F3A, EMPTY_0F38, EMPTY_0F38, EMPTY_0F3A, EMPTY_0F3A};
    /** The opcodes without a row in each map; and those of map 0FH without a row that have a ModRM byte. */
    private static final Opcode[] NONE = {Opcode.UNDEFINED, Opcode.UNDEFINED, Opcode.UNDEFINED_MODRM, Opcode.UNDEFINED_MODRM_IMMEDIATE,
        Opcode.UNDEFINED_MODRM, Opcode.UNDEFINED_MODRM_IMMEDIATE};
    private static final int[] WITH_MODRM = {0x7A, 0x7B, 0xA6, 0xA7};
    private static final Opcode[][] MAPS = maps();

    private OpcodeMaps() {}

    static Opcode opcode(int map, int opcode) { return MAPS[map][opcode]; }

    /** The map to which an opcode of map 0FH leads. @param opcode 38H to 3FH */
    static int escaped(int opcode) { return ESCAPES[opcode & 7]; }

    private static List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (var table : List.of(OneByteMap.rows(), Groups.rows(), TwoByteMap.rows(), SystemMap.rows(), VmxMap.rows(),
                MmxMap.rows(), SseMap.rows(), SseIntegerMap.rows(), X87Map.rows())) rows.addAll(table);
        return List.copyOf(rows);
    }

    private static Opcode[][] maps() {
        Map<Integer, List<Pattern>> patterns = new HashMap<>();
        for (Row row : ROWS) {
            Pattern pattern = new Pattern(row);
            for (int opcode = pattern.first; opcode <= pattern.last; opcode++) {
                List<Pattern> here = patterns.getOrDefault(pattern.map << 8 | opcode, new ArrayList<>());
                here.add(pattern);
                patterns.put(pattern.map << 8 | opcode, here);
            }
        }
        Opcode[][] maps = new Opcode[NONE.length][256];
        for (int map = 0; map < NONE.length; map++) Arrays.fill(maps[map], NONE[map]);
        for (int opcode : WITH_MODRM) maps[MAP_0F][opcode] = Opcode.UNDEFINED_MODRM;
        for (var entry : patterns.entrySet()) maps[entry.getKey() >> 8][entry.getKey() & 0xFF] = new Opcode(entry.getValue());
        return maps;
    }
}
