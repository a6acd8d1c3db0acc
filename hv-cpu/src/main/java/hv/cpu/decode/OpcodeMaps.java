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

    static final int ONE_BYTE = 0, MAP_0F = 1, MAP_0F38 = 2, MAP_0F3A = 3;
    private static final Opcode[][] MAPS = maps();

    private OpcodeMaps() {}

    static Opcode opcode(int map, int opcode) { return MAPS[map][opcode]; }

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
        Opcode[][] maps = new Opcode[4][256];
        for (Opcode[] map : maps) Arrays.fill(map, Opcode.UNDEFINED);
        for (var entry : patterns.entrySet()) maps[entry.getKey() >> 8][entry.getKey() & 0xFF] = new Opcode(entry.getValue());
        return maps;
    }
}
