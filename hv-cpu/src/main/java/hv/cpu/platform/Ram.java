package hv.cpu.platform;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The machine's RAM: host-physical addresses 0 to {@link #bytes} exclusive, little-endian, off the Java heap, zeroed at first. Every write (by
 * stores, devices, VMCS data, a VMM in Java) goes through {@link #write}, so that a write to decoded code is noticed.
 */
public final class Ram implements AutoCloseable {
    private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT_UNALIGNED;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment segment;
    private final long bytes;
    private final CodeLines code;

    /** @param bytes a multiple of 4096; 0 where every access should reach the bus */
    public Ram(long bytes) {
        if (bytes < 0 || (bytes & 0xFFF) != 0) throw new IllegalArgumentException("RAM is a multiple of 4096 bytes, not " + bytes);
        this.bytes = bytes;
        this.segment = ZeroedMemory.allocate(arena, bytes);
        this.code = new CodeLines((int) (bytes >>> 12));
    }

    public long bytes() { return bytes; }
    public boolean contains(long physical, long count) { return physical >= 0 && count >= 0 && physical <= bytes - count; }

    /** The record of decoded code, for processors. */
    public CodeLines code() { return code; }

    /**
     * Reads.
     *
     * @param width 1, 2, 4 or 8 bytes
     * @return zero-extended
     */
    public long read(long physical, int width) {
        return switch (width) {
            case 1 -> segment.get(ValueLayout.JAVA_BYTE, physical) & 0xFFL;
            case 2 -> segment.get(SHORT, physical) & 0xFFFFL;
            case 4 -> segment.get(INT, physical) & 0xFFFF_FFFFL;
            default -> segment.get(LONG, physical);
        };
    }

    public void write(long physical, int width, long value) {
        writeData(physical, width, value);
        code.written(physical, width);
    }

    /** Announces many {@link #writeData} to these bytes, for processors: code among them is looked for once. */
    public void aboutToWrite(long physical, long length) { code.codeWritten(physical, length); }

    /** Writes to a frame that is known to hold no decoded code, for processors. */
    public void writeData(long physical, int width, long value) {
        switch (width) {
            case 1 -> segment.set(ValueLayout.JAVA_BYTE, physical, (byte) value);
            case 2 -> segment.set(SHORT, physical, (short) value);
            case 4 -> segment.set(INT, physical, (int) value);
            default -> segment.set(LONG, physical, value);
        }
    }

    public void read(long physical, byte[] into, int offset, int length) {
        MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, physical, into, offset, length);
    }

    public void write(long physical, byte[] from, int offset, int length) {
        MemorySegment.copy(from, offset, segment, ValueLayout.JAVA_BYTE, physical, length);
        code.written(physical, length);
    }

    /** Copies; the ranges may overlap. */
    public void copy(long to, long from, long length) {
        MemorySegment.copy(segment, from, segment, to, length);
        code.written(to, length);
    }

    public void fill(long physical, long length, byte value) {
        segment.asSlice(physical, length).fill(value);
        code.written(physical, length);
    }

    @Override public void close() { arena.close(); }
}
