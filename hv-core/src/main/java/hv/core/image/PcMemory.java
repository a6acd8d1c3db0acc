package hv.core.image;

import hv.api.machine.PhysicalMemory.Region;
import hv.api.x86.Gpa;
import java.util.ArrayList;
import java.util.List;

/** A machine's memory as a PC's firmware tells of it: no RAM between 640 KiB and 1 MiB, where adapters and the BIOS have their place. */
final class PcMemory {
    /** Where the BIOS area begins that systems search for tables, and where it ends. */
    static final long BIOS = 0xE_0000, ONE_MIB = 0x10_0000;
    /** Where addresses belong to devices: nothing above it is RAM on this PC. */
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
