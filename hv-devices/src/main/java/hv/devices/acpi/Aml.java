package hv.devices.acpi;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * ACPI machine language: named objects, devices and resource templates as bytes. Names have one to four characters; shorter ones are filled with
 * underscores, a leading backslash stands for the root.
 *
 * <p>Source: ACPI specification 6.5, chapters 20 "ACPI Machine Language (AML) Specification" and 6.4 "Resource Data Types".
 */
public final class Aml {
    private static final int NAME = 0x08, SCOPE = 0x10, BUFFER = 0x11, PACKAGE = 0x12, STRING = 0x0D, EXTENDED = 0x5B, DEVICE = 0x82;
    private static final int BYTE = 0x0A, WORD = 0x0B, DWORD = 0x0C;
    private static final int IO_DECODES_16 = 1, IO_PORT = 0x47, IRQ = 0x22, END_TAG = 0x79, WORD_ADDRESS_SPACE = 0x88, DWORD_ADDRESS_SPACE = 0x87;
    private static final int RANGE_MEMORY = 0, RANGE_IO = 1, RANGE_BUS = 2;
    /** General flags: minimum and maximum are fixed, addresses are decoded positively, the device produces the resource for its children. */
    private static final int FIXED = 0x0C;
    private static final int WHOLE_IO_RANGE = 3, READ_WRITE = 1;

    private Aml() {}

    /** Puts byte strings one after the other. */
    public static byte[] join(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (var part : parts) all.writeBytes(part);
        return all.toByteArray();
    }

    public static byte[] scope(String name, byte[]... content) { return join(bytes(SCOPE), sized(join(name(name), join(content)))); }

    public static byte[] device(String name, byte[]... content) { return join(bytes(EXTENDED, DEVICE), sized(join(name(name), join(content)))); }

    /** An object with a name. */
    public static byte[] named(String name, byte[] value) { return join(bytes(NAME), name(name), value); }

    /** @param value unsigned, up to 32 bits */
    public static byte[] number(long value) {
        if (value <= 1) return bytes((int) value);
        if (value <= 0xFF) return bytes(BYTE, (int) value);
        if (value <= 0xFFFF) return join(bytes(WORD), little(value, 2));
        return join(bytes(DWORD), little(value, 4));
    }

    public static byte[] string(String text) { return join(bytes(STRING), text.getBytes(StandardCharsets.US_ASCII), bytes(0)); }

    public static byte[] pack(byte[]... elements) { return join(bytes(PACKAGE), sized(join(bytes(elements.length), join(elements)))); }

    /**
     * A plug-and-play identifier such as "PNP0501", compressed to 32 bits: three letters of five bits and four hexadecimal digits, the most
     * significant byte first.
     */
    public static byte[] plugAndPlay(String id) {
        int letters = (id.charAt(0) - '@') << 10 | (id.charAt(1) - '@') << 5 | id.charAt(2) - '@';
        long compressed = Integer.toUnsignedLong(Integer.reverseBytes(letters << 16 | Integer.parseInt(id.substring(3), 16)));
        return number(compressed);
    }

    // ---- resources ----

    /** A buffer of resource descriptors, with the end tag that it needs. */
    public static byte[] resources(byte[]... descriptors) {
        var content = join(join(descriptors), bytes(END_TAG, 0));
        return join(bytes(BUFFER), sized(join(number(content.length), content)));
    }

    public static byte[] ports(int first, int count) {
        return join(bytes(IO_PORT, IO_DECODES_16), little(first, 2), little(first, 2), bytes(1, count));
    }

    /** An edge-triggered interrupt line, active high. @param line 0 to 15 */
    public static byte[] line(int line) { return join(bytes(IRQ), little(1 << line, 2)); }

    /** Bus numbers that a bridge passes on. */
    public static byte[] buses(int first, int last) { return words(RANGE_BUS, 0, first, last); }
    /** Ports that a bridge passes on. */
    public static byte[] portRange(int first, int last) { return words(RANGE_IO, WHOLE_IO_RANGE, first, last); }

    /** Addresses below 4 GiB that a bridge passes on. */
    public static byte[] memoryRange(long first, long last) {
        return join(bytes(DWORD_ADDRESS_SPACE), little(23, 2), bytes(RANGE_MEMORY, FIXED, READ_WRITE),
                little(0, 4), little(first, 4), little(last, 4), little(0, 4), little(last - first + 1, 4));
    }

    private static byte[] words(int kind, int specific, int first, int last) {
        return join(bytes(WORD_ADDRESS_SPACE), little(13, 2), bytes(kind, FIXED, specific),
                little(0, 2), little(first, 2), little(last, 2), little(0, 2), little(last - first + 1, 2));
    }

    // ---- pieces ----

    private static byte[] name(String name) {
        boolean root = name.startsWith("\\");
        var segment = root ? name.substring(1) : name;
        return (root ? "\\" : "").concat(segment.isEmpty() ? "\0" : (segment + "___").substring(0, 4)).getBytes(StandardCharsets.US_ASCII);
    }

    /** A length followed by the content. The length counts its own bytes, too. */
    private static byte[] sized(byte[] content) {
        int length = content.length + 1;
        if (length < 0x40) return join(bytes(length), content);
        if (content.length + 2 < 0x1000) return join(bytes(0x40 | (content.length + 2 & 0xF), content.length + 2 >>> 4), content);
        return join(bytes(0x80 | (content.length + 3 & 0xF), content.length + 3 >>> 4, content.length + 3 >>> 12), content);
    }

    static byte[] bytes(int... octets) {
        var bytes = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) bytes[i] = (byte) octets[i];
        return bytes;
    }

    static byte[] little(long value, int count) {
        var bytes = new byte[count];
        for (int i = 0; i < count; i++) bytes[i] = (byte) (value >>> 8 * i);
        return bytes;
    }
}
