package hv.core.image;

import hv.core.image.Image.Segment;
import hv.core.report.HvException;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * A bzImage: a setup header that says how the kernel is loaded, 512-byte sectors of real-mode code, and the kernel, which unpacks itself.
 *
 * <p>Source: the Linux kernel's Documentation/arch/x86/boot.rst, "The Linux/x86 Boot Protocol".
 */
final class BzImage implements LinuxKernel {
    private static final int SETUP_SECTORS = 0x1F1, SIZE = 0x1F4, BOOT_FLAG = 0x1FE, JUMP = 0x200, MAGIC = 0x202, VERSION = 0x206, LOAD_FLAGS = 0x211,
            INITRD_MAX = 0x22C, FLAGS = 0x236, COMMAND_LINE_SIZE = 0x238, PREFERRED = 0x258, INIT_SIZE = 0x260;
    private static final int BOOTABLE = 0xAA55, SECTOR = 512, USUAL_SECTORS = 4, PARAGRAPH = 16, LOADED_HIGH = 1, HAS_64_BIT_ENTRY = 1;
    private static final long HDRS = 0x5372_6448L;
    /** The first protocol versions that have a preferred address and the kernel's real size, and that have flags for the entry. */
    private static final int OLDEST = 0x20A, OLDEST_WITH_FLAGS = 0x20C;
    private static final int ENTRY_64 = 0x200;
    private static final String WHAT = "setup header";

    private final Bytes file;

    /** @throws HvException (user's mistake) if the file is no bzImage, too old, or cut */
    BzImage(Bytes file) {
        this.file = file;
        int version = file.u16(VERSION, WHAT);
        if (version < OLDEST || (file.u8(LOAD_FLAGS, WHAT) & LOADED_HIGH) == 0) {
            throw HvException.user("%s is too old a Linux kernel: boot protocol %d.%02d, and hv needs a bzImage of 2.10 or newer"
                    .formatted(file.name(), version >>> 8, version & 0xFF));
        }
        if (codeAt() + codeBytes() - file.length() >= PARAGRAPH) file.slice(codeAt(), codeBytes(), "kernel");
    }

    static boolean recognizes(Bytes file) {
        return file.length() > INIT_SIZE + 4 && file.u16(BOOT_FLAG, WHAT) == BOOTABLE && file.u32(MAGIC, WHAT) == HDRS;
    }

    @Override public String name() { return file.name(); }
    @Override public byte[] header() { return Arrays.copyOfRange(file.content(), HEADER, MAGIC + file.u8(JUMP + 1, WHAT)); }
    /** The kernel at its preferred address, with the memory that it needs there before it sets up memory itself. */
    @Override public List<Segment> segments() {
        var code = Arrays.copyOfRange(file.content(), codeAt(), file.length());
        return List.of(new Segment(file.u64(PREFERRED, WHAT), code, Math.max(file.u32(INIT_SIZE, WHAT), code.length)));
    }
    @Override public long initrdMax() { return file.u32(INITRD_MAX, WHAT); }
    @Override public long commandLineMax() { return file.u32(COMMAND_LINE_SIZE, WHAT); }

    @Override public OptionalLong entry(Mode mode) {
        long address = file.u64(PREFERRED, WHAT);
        return switch (mode) {
            case PROTECTED_32 -> OptionalLong.of(address);
            case LONG_64 -> has64BitEntry() ? OptionalLong.of(address + ENTRY_64) : OptionalLong.empty();
            case REAL, PROTECTED_16 -> OptionalLong.empty();
        };
    }

    private boolean has64BitEntry() { return file.u16(VERSION, WHAT) >= OLDEST_WITH_FLAGS && (file.u16(FLAGS, WHAT) & HAS_64_BIT_ENTRY) != 0; }

    private int codeAt() {
        int sectors = file.u8(SETUP_SECTORS, WHAT);
        return ((sectors == 0 ? USUAL_SECTORS : sectors) + 1) * SECTOR;
    }

    /** The size of the kernel in whole paragraphs. The file may end in the last one. */
    private long codeBytes() { return file.u32(SIZE, WHAT) * PARAGRAPH; }
}
