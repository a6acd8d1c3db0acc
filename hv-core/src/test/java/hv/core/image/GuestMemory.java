package hv.core.image;

import hv.api.machine.PhysicalMemory;
import hv.api.x86.Gpa;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** RAM from address 0 on, for loaders to fill and tests to read. */
record GuestMemory(ByteBuffer content) implements PhysicalMemory {
    GuestMemory(int bytes) { this(ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN)); }

    @Override public List<Region> map() { return List.of(new Region(new Gpa(0), content.capacity(), Region.Kind.RAM)); }
    @Override public void read(Gpa from, byte[] into, int offset, int length) { content.get((int) from.value(), into, offset, length); }
    @Override public void write(Gpa to, byte[] bytes, int offset, int length) { content.put((int) to.value(), bytes, offset, length); }

    String string(int at) {
        int end = at;
        while (content.get(end) != 0) end++;
        return new String(content.array(), at, end - at, StandardCharsets.US_ASCII);
    }
}
