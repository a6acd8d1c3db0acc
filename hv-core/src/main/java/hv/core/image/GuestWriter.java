package hv.core.image;

import hv.api.machine.PhysicalMemory;
import hv.api.x86.Gpa;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes bytes and the processor's tables into guest memory. */
final class GuestWriter {
    /** An address above the tables that PC firmware keeps in low memory, and below the adapters' memory. */
    static final long LOW = 0x9000;
    private static final int PAGE = 4096, MAPPED_GIB = 4, PRESENT_WRITABLE = 3, LARGE = 0x80;
    private static final int DESCRIPTOR = 8;
    /** Flat segments, present and accessed, of privilege level 0. */
    private static final long CODE_64 = 0x00AF_9B00_0000_FFFFL, CODE_32 = 0x00CF_9B00_0000_FFFFL, DATA = 0x00CF_9300_0000_FFFFL;

    private final PhysicalMemory memory;

    GuestWriter(PhysicalMemory memory) { this.memory = memory; }

    void write(long at, byte[] bytes) { memory.write(new Gpa(at), bytes, 0, bytes.length); }

    /** Writes 4-level tables that map the first GiBs to themselves, in pages of 2 MiB. @return the value for CR3 */
    long pageTables(FreeMemory free) {
        var tables = ByteBuffer.allocate((2 + MAPPED_GIB) * PAGE).order(ByteOrder.LITTLE_ENDIAN);
        long at = free.take(LOW, tables.capacity(), "page tables");
        tables.putLong(0, at + PAGE | PRESENT_WRITABLE);
        for (int gib = 0; gib < MAPPED_GIB; gib++) tables.putLong(PAGE + 8 * gib, at + (2 + gib) * PAGE | PRESENT_WRITABLE);
        for (int page = 0; page < MAPPED_GIB * 512; page++) tables.putLong(2 * PAGE + 8 * page, (long) page << 21 | LARGE | PRESENT_WRITABLE);
        write(at, tables.array());
        return at;
    }

    /**
     * Writes a global descriptor table with code at {@link StartStates#LINUX_CODE} and data at {@link StartStates#LINUX_DATA}.
     *
     * @return its address
     */
    long descriptorTable(FreeMemory free, Mode mode) {
        var table = ByteBuffer.allocate(StartStates.LINUX_DATA + DESCRIPTOR).order(ByteOrder.LITTLE_ENDIAN)
                .putLong(StartStates.LINUX_CODE, mode == Mode.LONG_64 ? CODE_64 : CODE_32).putLong(StartStates.LINUX_DATA, DATA);
        long at = free.take(LOW, table.capacity(), "descriptor table");
        write(at, table.array());
        return at;
    }
}
