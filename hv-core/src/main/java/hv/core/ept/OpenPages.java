package hv.core.ept;

import hv.api.Mapping;
import hv.api.x86.Access;
import hv.cpu.platform.Bus;
import hv.cpu.platform.Exemption;
import hv.cpu.platform.Exemption.Frames;
import java.util.ArrayList;
import java.util.List;

/**
 * Guest-physical pages that one instruction reaches although EPT refuses them. An access that is open for reading is not open for writing: the write
 * makes its own VM exit. Devices are asked in root operation: for a read before the instruction, for a write after it. If the instruction begins
 * again, it gets the values that were read before.
 */
public final class OpenPages implements Frames, Bus {
    private static final Access[] KINDS = {Access.READ, Access.WRITE, Access.EXECUTE};

    private record Opened(long page, int kind, long frame) {}
    private record Written(long address, int bytes, long value) {}

    private final GuestSpace space;
    private final Exemption exemption = new Exemption(0, this, this);
    private final List<Opened> opened = new ArrayList<>();
    /** The values that the instruction has read from devices so far, in its order. */
    private final List<Long> read = new ArrayList<>();
    private final List<Written> written = new ArrayList<>();
    private int reads;
    /** The register that the instruction wants to read next. */
    private long wanted;
    private int wantedBytes;

    public OpenPages(GuestSpace space) { this.space = space; }

    public Exemption exemption() { return exemption; }

    /** Closes all pages: another instruction comes. */
    public void close() {
        opened.clear();
        read.clear();
        written.clear();
        wantedBytes = 0;
    }

    /** Prepares an entry at the instruction, perhaps not the first one. */
    public void begin() {
        reads = 0;
        written.clear();
    }

    /**
     * Opens the page for these accesses. The translators say where it is; all ones are read where they have nothing.
     *
     * @return whether the page executes another copy than is written
     */
    public boolean open(long address, Access accesses) {
        long page = address & -0x1000L;
        for (var kind : KINDS) if (accesses.has(kind)) opened.add(new Opened(page, kind.bits(), frame(page, kind)));
        return accesses.has(Access.WRITE) && space.executesAnother(page, frame(page, Access.WRITE));
    }

    /** Leads these accesses to the registers on the page. */
    public void openDevice(long address, Access accesses) { opened.add(new Opened(address & -0x1000L, accesses.bits(), ON_THE_BUS)); }

    private long frame(long page, Access kind) {
        return space.locate(page, kind) instanceof Mapping.Backed backed ? backed.from().value() + page - backed.first().value() : ON_THE_BUS;
    }

    public boolean isDevice(long address) { return space.isDevice(address); }

    public void forget(long address) { space.forget(address); }

    @Override public long of(long page, int access) {
        long at = space.reached(page).value();
        for (var each : opened) if (each.page == at && (each.kind & access) == access) return each.frame;
        return both(at, access);
    }

    /** The frame for an access of several kinds, such as a read-modify-write, each of which must be open. */
    private long both(long page, int access) {
        long frame = AS_EPT_SAYS;
        int open = 0;
        for (var each : opened) {
            if (each.page != page || (each.kind & access) == 0) continue;
            open |= each.kind;
            frame = each.frame;
        }
        return (open & access) == access ? frame : AS_EPT_SAYS;
    }

    /** Asks the device for the register that the instruction wants to read, if that is what made the last VM exit. @return whether it was */
    public boolean readDevice() {
        if (wantedBytes == 0) return false;
        read.add(space.devices().read(wanted, wantedBytes));
        wantedBytes = 0;
        return true;
    }

    /** Hands the values that the instruction has written to the devices. */
    public void writeDevices() {
        var now = List.copyOf(written);
        written.clear();
        for (var each : now) space.devices().write(each.address, each.bytes, each.value);
    }

    @Override public long read(long address, int bytes) {
        if (!space.isDevice(address)) return EMPTY.read(address, bytes);
        if (reads < read.size()) return read.get(reads++);
        wanted = address;
        wantedBytes = bytes;
        throw Exemption.UNANSWERED;
    }

    @Override public void write(long address, int bytes, long value) { written.add(new Written(address, bytes, value)); }
    @Override public int in(int port, int bytes) { return EMPTY.in(port, bytes); }
    @Override public void out(int port, int bytes, int value) {}
}
