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
 * Guest-physical memory as devices and the framework's own completion of instructions see it: through the translators, without
 * permissions. A write drops an entry that would not have allowed it, so that an executed copy is made anew.
 */
public final class SpaceMemory implements PhysicalMemory {
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

    /** Data of an instruction, as the processor reaches it: memory, or a device's registers. */
    public GuestMemory data() { return new View(Access.READ); }

    /** Code of an instruction: the copy that executes. */
    public GuestMemory code() { return new View(Access.EXECUTE); }

    private void written(long at) {
        var allowed = space.allowed(at);
        if (allowed != Access.NONE && !allowed.has(Access.WRITE)) space.forget(at);
    }

    private static int onPage(long at, int length) { return (int) Math.min(length, 0x1000 - (at & 0xFFF)); }
    private static long host(Mapping.Backed backed, long at) { return backed.from().value() + at - backed.first().value(); }

    private final class View implements GuestMemory {
        private final Access how;
        View(Access how) { this.how = how; }

        @Override public long read(Gpa address, int bytes) {
            var at = space.reached(address.value());
            if (space.isDevice(at.value())) return space.devices().read(at.value(), bytes);
            return space.locate(at.value() & -0x1000L, how) instanceof Mapping.Backed backed ? ram.read(host(backed, at.value()), bytes)
                    : -1L >>> 64 - 8 * bytes;
        }

        @Override public void write(Gpa address, int bytes, long value) {
            var at = space.reached(address.value());
            if (space.isDevice(at.value())) {
                space.devices().write(at.value(), bytes, value);
            } else if (space.locate(at.value() & -0x1000L, Access.WRITE) instanceof Mapping.Backed backed) {
                ram.write(host(backed, at.value()), bytes, value);
                written(at.value());
            }
        }
    }
}
