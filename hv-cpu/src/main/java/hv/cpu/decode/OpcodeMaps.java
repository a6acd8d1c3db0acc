package hv.cpu.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * All opcode maps. The rows come from {@link OneByteMap}, {@link Groups}, {@link TwoByteMap}, {@link SystemMap} and {@link VmxMap};
 * x87, MMX and SSE would be further tables of this kind.
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
        for (var table : List.of(OneByteMap.rows(), Groups.rows(), TwoByteMap.rows(), SystemMap.rows(), VmxMap.rows())) rows.addAll(table);
        return List.copyOf(rows);
    }

    private static Opcode[][] maps() {
        List<List<List<Pattern>>> patterns = Stream.generate(() -> Stream.generate(() -> (List<Pattern>) new ArrayList<Pattern>()).limit(256).toList())
                .limit(4).toList();
        for (Row row : ROWS) {
            Pattern pattern = new Pattern(row);
            for (int opcode = pattern.first; opcode <= pattern.last; opcode++) patterns.get(pattern.map).get(opcode).add(pattern);
        }
        return patterns.stream().map(map -> map.stream().map(Opcode::of).toArray(Opcode[]::new)).toArray(Opcode[][]::new);
    }
}
