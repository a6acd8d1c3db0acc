package hv.testkit;

import hv.api.machine.PhysicalMemory;
import hv.api.x86.Gpa;
import java.util.List;

/** RAM from address 0 on; reads beyond it give FFH, writes there are lost. */
public final class FakeMemory implements PhysicalMemory {
    private final byte[] octets;

    /** @param bytes a multiple of 4096 */
    public FakeMemory(int bytes) { octets = new byte[bytes]; }

    @Override public List<Region> map() { return List.of(new Region(new Gpa(0), octets.length, Region.Kind.RAM)); }

    @Override public void read(Gpa from, byte[] into, int offset, int length) {
        for (int i = 0; i < length; i++) into[offset + i] = backed(from.value() + i) ? octets[(int) from.value() + i] : (byte) 0xFF;
    }

    @Override public void write(Gpa to, byte[] bytes, int offset, int length) {
        for (int i = 0; i < length; i++) {
            if (backed(to.value() + i)) octets[(int) to.value() + i] = bytes[offset + i];
        }
    }

    /** All of the bytes of a range. */
    public byte[] read(long from, int length) {
        var into = new byte[length];
        read(new Gpa(from), into, 0, length);
        return into;
    }

    public void write(long to, byte... bytes) { write(new Gpa(to), bytes, 0, bytes.length); }

    private boolean backed(long address) { return address >= 0 && address < octets.length; }
}
