package hv.core.machine;

import hv.api.machine.PhysicalMemory;
import hv.api.x86.Gpa;
import hv.cpu.platform.Ram;
import java.util.Arrays;
import java.util.List;

/** The bare machine's memory: RAM from 0 to {@code bytes}. */
public record RamMemory(Ram ram, long bytes) implements PhysicalMemory {
    private static final byte NOTHING = (byte) 0xFF;

    @Override public List<Region> map() { return List.of(new Region(new Gpa(0), bytes, Region.Kind.RAM)); }

    @Override public void read(Gpa from, byte[] into, int offset, int length) {
        int there = inside(from.value(), length);
        if (there > 0) ram.read(from.value(), into, offset, there);
        Arrays.fill(into, offset + there, offset + length, NOTHING);
    }

    @Override public void write(Gpa to, byte[] from, int offset, int length) {
        int there = inside(to.value(), length);
        if (there > 0) ram.write(to.value(), from, offset, there);
    }

    private int inside(long address, int length) { return address < 0 || address >= bytes ? 0 : (int) Math.min(length, bytes - address); }
}
