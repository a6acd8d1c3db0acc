package hv.core.ept;

import java.util.TreeSet;

/** Page addresses that no EPT entry may cross, because the two sides are decided differently. */
final class Boundaries {
    private final TreeSet<Long> edges = new TreeSet<>();

    void clear() { edges.clear(); }

    /** Adds both ends of a range that is decided on its own, rounded outwards to whole pages. */
    void around(long first, long bytes) {
        edges.add(first & -0x1000L);
        edges.add(first + bytes + 0xFFF & -0x1000L);
    }

    /** The last edge at or below this address, or 0. */
    long below(long address) {
        var edge = edges.floor(address);
        return edge == null ? 0 : edge;
    }

    /** The first edge above this address, or {@link Long#MAX_VALUE}. */
    long above(long address) {
        var edge = edges.higher(address);
        return edge == null ? Long.MAX_VALUE : edge;
    }
}
