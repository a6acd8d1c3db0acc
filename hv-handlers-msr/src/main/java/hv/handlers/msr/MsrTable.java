package hv.handlers.msr;

import hv.api.FeatureProbe;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** The registers of one virtual machine, found by index. */
final class MsrTable {
    private final KnownMsr[] rows;
    private final int[] indexes;
    private final long[] resets;

    /**
     * Leaves out registers that a guest has only if the machine has them, where the machine lacks them. Rows of {@code extra} replace rows of the
     * same index.
     */
    MsrTable(List<KnownMsr> known, List<KnownMsr> extra, FeatureProbe.Capabilities machine) {
        var replaced = extra.stream().map(KnownMsr::index).toList();
        var all = new ArrayList<>(extra);
        known.stream().filter(row -> !replaced.contains(row.index()) && exists(row, machine)).forEach(all::add);
        all.sort(Comparator.comparingInt(KnownMsr::index));
        rows = all.toArray(KnownMsr[]::new);
        indexes = all.stream().mapToInt(KnownMsr::index).toArray();
        resets = all.stream().mapToLong(row -> reset(row, machine)).toArray();
    }

    private static boolean exists(KnownMsr row, FeatureProbe.Capabilities machine) {
        return !(row.home() instanceof Home.LikeMachine) || machine.rdmsr(row.index()).isPresent();
    }

    private static long reset(KnownMsr row, FeatureProbe.Capabilities machine) {
        return switch (row.home()) {
            case Home.Value(var reset) -> reset;
            case Home.LikeMachine _ -> machine.rdmsr(row.index()).orElseThrow();
            case Home.Field _, Home.Processor _, Home.Framework _ -> 0;
        };
    }

    List<KnownMsr> rows() { return List.of(rows); }
    KnownMsr row(int place) { return rows[place]; }
    /** The place of a register's row, negative if there is none. */
    int find(int index) { return Arrays.binarySearch(indexes, index); }
    /** Values after reset, by place. */
    long[] resetValues() { return resets.clone(); }
}
