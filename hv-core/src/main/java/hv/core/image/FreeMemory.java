package hv.core.image;

import hv.api.machine.PhysicalMemory.Region;
import hv.core.report.HvException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The RAM that an image leaves free. */
final class FreeMemory {
    private static final long PAGE = 4096;

    private record Range(long from, long to) {}

    private final String image;
    private final List<Range> ram;
    private final List<Range> taken = new ArrayList<>();

    FreeMemory(String image, List<Region> map) {
        this.image = image;
        this.ram = merged(map);
    }

    /** Claims a range that the image names. */
    void claim(long from, long bytes) {
        if (!isRam(from, from + bytes)) {
            throw HvException.user("%s needs guest memory at %XH to %XH, but the guest has %s; give it more with --memory"
                    .formatted(image, from, from + bytes - 1, describe()));
        }
        taken.add(new Range(from, from + bytes));
    }

    /** Claims the lowest free range at or above {@code from}, page-aligned. */
    long take(long from, long bytes, String what) {
        long at = up(from);
        while (true) {
            var obstacle = obstacle(at, at + bytes);
            if (obstacle == null) break;
            at = up(obstacle.to);
        }
        if (!isRam(at, at + bytes)) {
            throw HvException.user("the %s of %d bytes doesn't fit into guest memory beside %s: the guest has %s; give it more with --memory"
                    .formatted(what, bytes, image, describe()));
        }
        taken.add(new Range(at, at + bytes));
        return at;
    }

    private Range obstacle(long from, long to) {
        for (var range : taken) if (from < range.to && range.from < to) return range;
        return null;
    }

    private boolean isRam(long from, long to) {
        for (var range : ram) if (range.from <= from && to <= range.to) return true;
        return false;
    }

    private String describe() {
        long end = ram.stream().mapToLong(Range::to).max().orElse(0);
        return "RAM up to %XH (%d KiB)".formatted(end, end >> 10);
    }

    private static List<Range> merged(List<Region> map) {
        List<Range> ranges = new ArrayList<>();
        for (var region : map.stream().filter(r -> r.kind() == Region.Kind.RAM).sorted(Comparator.comparingLong(r -> r.first().value())).toList()) {
            long from = region.first().value();
            long to = from + region.bytes();
            if (!ranges.isEmpty() && ranges.getLast().to == from) from = ranges.removeLast().from;
            ranges.add(new Range(from, to));
        }
        return ranges;
    }

    private static long up(long address) { return address + PAGE - 1 & -PAGE; }
}
