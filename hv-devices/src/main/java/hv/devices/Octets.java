package hv.devices;

import hv.api.machine.PortDevice;

/** Byte-wide registers on consecutive ports: a wider access reaches them one after the other, low byte first, as on the ISA bus. */
public final class Octets implements PortDevice {
    /** Reads a register, by its offset from the first port. */
    @FunctionalInterface public interface Reader { int read(int register); }
    /** Writes a register, by its offset from the first port. */
    @FunctionalInterface public interface Writer { void write(int register, int octet); }

    private final int first, count;
    private final Reader reader;
    private final Writer writer;

    private Octets(int first, int count, Reader reader, Writer writer) {
        this.first = first;
        this.count = count;
        this.reader = reader;
        this.writer = writer;
    }

    /** Beyond the last register, reads give FFH and writes are lost. */
    public static Octets of(int first, int count, Reader reader, Writer writer) { return new Octets(first, count, reader, writer); }

    @Override public int in(int port, int bytes) {
        int value = 0;
        for (int i = 0; i < bytes; i++) value |= (holds(port + i) ? reader.read(port + i - first) & 0xFF : 0xFF) << 8 * i;
        return value;
    }

    @Override public void out(int port, int bytes, int value) {
        for (int i = 0; i < bytes && holds(port + i); i++) writer.write(port + i - first, value >>> 8 * i & 0xFF);
    }

    private boolean holds(int port) { return port - first < count; }
}
