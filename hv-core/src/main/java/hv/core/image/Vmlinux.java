package hv.core.image;

import hv.core.image.Image.Segment;
import hv.core.report.HvException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.OptionalLong;

/**
 * The ELF file that is packed in a bzImage. A kernel that is started from it begins where the unpacker would jump, which saves the unpacking. The file
 * has no setup header of its own; it gets the one that every kernel since 2.6.24 understands.
 */
record Vmlinux(Image image) implements LinuxKernel {
    private static final int HEADER_BYTES = 0x7B, BOOT_FLAG = 0x1FE, JUMP = 0x200, MAGIC = 0x202, VERSION = 0x206, LOAD_FLAGS = 0x211, ALIGNMENT = 0x230;
    private static final short BOOTABLE = (short) 0xAA55, JUMP_OVER_HEADER = 0x6AEB, PROTOCOL = 0x20F;
    private static final int HDRS = 0x5372_6448, ALIGNED = 16 << 20, COMMAND_LINE = 2047;
    private static final byte LOADED_HIGH = 1;
    private static final long TWO_GIB = 1L << 31;

    Vmlinux {
        if (image.mode() != Mode.LONG_64) throw HvException.user(image.name() + " is an ELF file for 32-bit mode; as a kernel, hv starts a vmlinux for 64-bit mode");
    }

    @Override public String name() { return image.name(); }
    @Override public List<Segment> segments() { return image.segments(); }
    @Override public OptionalLong entry(Mode mode) { return mode == Mode.LONG_64 ? OptionalLong.of(image.entry()) : OptionalLong.empty(); }
    @Override public long initrdMax() { return TWO_GIB - 1; }
    @Override public long commandLineMax() { return COMMAND_LINE; }

    @Override public byte[] header() {
        var block = ByteBuffer.allocate(HEADER + HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        block.putShort(BOOT_FLAG, BOOTABLE).putShort(JUMP, JUMP_OVER_HEADER).putInt(MAGIC, HDRS).putShort(VERSION, PROTOCOL)
                .put(LOAD_FLAGS, LOADED_HIGH).putInt(ALIGNMENT, ALIGNED);
        var header = new byte[HEADER_BYTES];
        block.get(HEADER, header);
        return header;
    }
}
