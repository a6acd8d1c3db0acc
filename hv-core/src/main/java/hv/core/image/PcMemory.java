package hv.core.image;

import hv.api.machine.PhysicalMemory.Region;
import hv.api.x86.Gpa;
import java.util.ArrayList;
import java.util.List;

/** The memory map of a PC's firmware. Between 640 KiB and 1 MiB, where adapters and the BIOS are, it has no RAM. */
final class PcMemory {
    /** The beginning of the BIOS area, which systems search for tables, and its end. */
    static final long BIOS = 0xE_0000, ONE_MIB = 0x10_0000;
    /** The beginning of addresses that belong to devices; no RAM is above it. */
    static final long DEVICES = 0xC000_0000L;
    private static final long ADAPTERS = 0xA_0000;

    private PcMemory() {}

    static List<Region> map(List<Region> machine) {
        List<Region> pc = new ArrayList<>();
        for (var region : machine) {
            long from = region.first().value(), to = from + region.bytes();
            add(pc, from, Math.min(to, ADAPTERS), region.kind());
            add(pc, Math.max(from, BIOS), Math.min(to, ONE_MIB), Region.Kind.RESERVED);
            add(pc, Math.max(from, ONE_MIB), to, region.kind());
        }
        return pc;
    }

    private static void add(List<Region> pc, long from, long to, Region.Kind kind) {
        if (from < to) pc.add(new Region(new Gpa(from), to - from, kind));
    }
}
