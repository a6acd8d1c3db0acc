package hv.ept;

import hv.api.Mapping;
import hv.api.VirtualMachine;
import hv.api.machine.PhysicalMemory.Region;
import hv.api.x86.Access;
import hv.api.x86.Gpa;
import hv.api.x86.Hpa;
import hv.api.x86.MemoryType;
import java.util.List;

/** The RAM of a virtual machine's memory map; it lies at a constant distance in host memory. */
final class GuestRam {
    private static final Mapping NOTHING = new Mapping.Unbacked();

    private final List<Mapping.Backed> extents;

    private GuestRam(List<Mapping.Backed> extents) { this.extents = extents; }

    static GuestRam of(VirtualMachine vm) {
        long distance = vm.hostBase().value();
        return new GuestRam(vm.memory().map().stream().filter(r -> r.kind() != Region.Kind.RESERVED).map(r -> extent(r, distance)).toList());
    }

    /** The extent of a region in whole pages; a page that the region fills in part belongs to it. */
    private static Mapping.Backed extent(Region region, long distance) {
        long first = region.first().value() & -4096L;
        long end = region.first().value() + region.bytes() + 4095 & -4096L;
        return new Mapping.Backed(new Gpa(first), new Hpa(first + distance), end - first, Access.ALL, MemoryType.WRITE_BACK);
    }

    /** The mapping of the whole extent that holds the page, so that the largest page size that fits can be used. */
    Mapping at(Gpa page) {
        for (var extent : extents) {
            if (Long.compareUnsigned(page.value() - extent.first().value(), extent.bytes()) < 0) return extent;
        }
        return NOTHING;
    }
}
