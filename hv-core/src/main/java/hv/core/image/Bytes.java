package hv.core.image;

import hv.core.report.HvException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A file's content with little-endian numbers. Reading beyond its end is a user's mistake: the file is cut. */
record Bytes(String name, byte[] content) {
    int length() { return content.length; }

    int u8(long at, String what) { return content[within(at, 1, what)] & 0xFF; }
    int u16(long at, String what) { return buffer().getShort(within(at, 2, what)) & 0xFFFF; }
    long u32(long at, String what) { return buffer().getInt(within(at, 4, what)) & 0xFFFF_FFFFL; }
    long u64(long at, String what) { return buffer().getLong(within(at, 8, what)); }

    byte[] slice(long at, long count, String what) {
        int from = within(at, count, what);
        return Arrays.copyOfRange(content, from, from + (int) count);
    }

    private int within(long at, long count, String what) {
        if (at < 0 || count < 0 || at > content.length - count) {
            throw HvException.user("%s is truncated: its %s ends at byte %s, but the file has %d bytes"
                    .formatted(name, what, Long.toUnsignedString(at + count), content.length));
        }
        return (int) at;
    }

    private ByteBuffer buffer() { return ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN); }
}
