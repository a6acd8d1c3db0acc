package hv.core.ept;

import hv.api.Mapping;
import hv.api.machine.PhysicalMemory;
import hv.api.x86.Access;
import hv.api.x86.Gpa;
import hv.cpu.LogicalProcessor.GuestMemory;
import hv.cpu.platform.Ram;
import java.util.Arrays;
import java.util.List;

/**
 * Guest-physical memory as devices, plugins and the framework see it: through the translators, without permissions, and without the registers of
 * devices. A write drops an entry that would not have allowed it, so that an executed copy of the page is renewed.
 */
public final class SpaceMemory implements PhysicalMemory, GuestMemory {
    private static final byte NOTHING = (byte) 0xFF;

    private final GuestSpace space;
    private final Ram ram;

    public SpaceMemory(GuestSpace space, Ram ram) {
        this.space = space;
        this.ram = ram;
    }

    @Override public List<Region> map() { return List.of(new Region(new Gpa(0), space.ramBytes(), Region.Kind.RAM)); }

    @Override public void read(Gpa from, byte[] into, int offset, int length) {
        for (int done = 0; done < length; ) {
            long at = from.value() + done;
            int piece = onPage(at, length - done);
            if (space.locate(at & -0x1000L, Access.READ) instanceof Mapping.Backed backed) ram.read(host(backed, at), into, offset + done, piece);
            else Arrays.fill(into, offset + done, offset + done + piece, NOTHING);
            done += piece;
        }
    }

    @Override public void write(Gpa to, byte[] bytes, int offset, int length) {
        for (int done = 0; done < length; ) {
            long at = to.value() + done;
            int piece = onPage(at, length - done);
            if (space.locate(at & -0x1000L, Access.WRITE) instanceof Mapping.Backed backed) {
                ram.write(host(backed, at), bytes, offset + done, piece);
                written(at);
            }
            done += piece;
        }
    }

    @Override public long read(Gpa at, int bytes) { return read(at.value(), bytes, Access.READ); }
    @Override public int fetch(Gpa at) { return (int) read(at.value(), 1, Access.EXECUTE); }

    private long read(long address, int bytes, Access how) {
        long at = space.reached(address).value();
        return space.locate(at & -0x1000L, how) instanceof Mapping.Backed backed ? ram.read(host(backed, at), bytes) : -1L >>> 64 - 8 * bytes;
    }

    private void written(long at) {
        var allowed = space.allowed(at);
        if (allowed != Access.NONE && !allowed.has(Access.WRITE)) space.forget(at);
    }

    private static int onPage(long at, int length) { return (int) Math.min(length, 0x1000 - (at & 0xFFF)); }
    private static long host(Mapping.Backed backed, long at) { return backed.from().value() + at - backed.first().value(); }
}
