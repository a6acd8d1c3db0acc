package hv.cpu.memory;

import hv.cpu.platform.Bus;
import hv.cpu.platform.Ram;

/** Host-physical addresses: RAM, and what the bus answers for everywhere else. */
final class PhysicalMemory {
    private final Ram ram;
    private final Bus bus;

    PhysicalMemory(Ram ram, Bus bus) {
        this.ram = ram;
        this.bus = bus;
    }

    boolean isRam(long physical, int bytes) { return ram.contains(physical, bytes); }

    /** @param bytes 1 to 8, within a page */
    long read(long physical, int bytes) {
        boolean whole = Integer.bitCount(bytes) == 1;
        if (!whole) return readBytes(physical, bytes);
        return isRam(physical, bytes) ? ram.read(physical, bytes) : bus.read(physical, bytes);
    }

    void write(long physical, int bytes, long value) {
        if (Integer.bitCount(bytes) != 1) writeBytes(physical, bytes, value);
        else if (isRam(physical, bytes)) ram.write(physical, bytes, value);
        else bus.write(physical, bytes, value);
    }

    private long readBytes(long physical, int bytes) {
        long value = 0;
        for (int i = 0; i < bytes; i++) value |= read(physical + i, 1) << 8 * i;
        return value;
    }

    private void writeBytes(long physical, int bytes, long value) {
        for (int i = 0; i < bytes; i++) write(physical + i, 1, value >>> 8 * i & 0xFF);
    }
}
