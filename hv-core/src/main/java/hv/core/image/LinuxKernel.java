package hv.core.image;

import hv.core.report.HvException;
import java.util.Arrays;

/**
 * A bzImage: a setup header that says how the kernel is loaded, 512-byte sectors of real-mode code, and the kernel proper, which unpacks
 * itself.
 *
 * <p>Source: the Linux kernel's Documentation/arch/x86/boot.rst, "The Linux/x86 Boot Protocol".
 */
final class LinuxKernel {
    /** The setup header's place, both in the file and in the boot parameters. */
    static final int HEADER = 0x1F1;

    private static final int SETUP_SECTORS = 0x1F1, SIZE = 0x1F4, BOOT_FLAG = 0x1FE, JUMP = 0x200, MAGIC = 0x202, VERSION = 0x206, LOAD_FLAGS = 0x211,
            INITRD_MAX = 0x22C, FLAGS = 0x236, COMMAND_LINE_SIZE = 0x238, PREFERRED = 0x258, INIT_SIZE = 0x260;
    private static final int BOOTABLE = 0xAA55, SECTOR = 512, USUAL_SECTORS = 4, PARAGRAPH = 16, LOADED_HIGH = 1, HAS_64_BIT_ENTRY = 1;
    private static final long HDRS = 0x5372_6448L;
    /** The first with a preferred address and the kernel's real size. */
    private static final int OLDEST = 0x20A, OLDEST_WITH_FLAGS = 0x20C;
    private static final int ENTRY_64 = 0x200;
    private static final String WHAT = "setup header";

    private final Bytes file;

    /** @throws HvException (user's mistake) if it is no bzImage, too old, or cut */
    LinuxKernel(String name, byte[] content) {
        this.file = new Bytes(name, content);
        if (!recognizes(file)) throw HvException.user(name + " is no Linux kernel for x86: it has no setup header of a bzImage.");
        int version = file.u16(VERSION, WHAT);
        if (version < OLDEST || (file.u8(LOAD_FLAGS, WHAT) & LOADED_HIGH) == 0) {
            throw HvException.user("%s is too old a Linux kernel: boot protocol %d.%02d, and hv needs a bzImage of 2.10 or newer."
                    .formatted(name, version >>> 8, version & 0xFF));
        }
        file.slice(codeAt(), codeBytes(), "kernel");
    }

    static boolean recognizes(Bytes file) {
        return file.length() > INIT_SIZE + 4 && file.u16(BOOT_FLAG, WHAT) == BOOTABLE && file.u32(MAGIC, WHAT) == HDRS;
    }

    String name() { return file.name(); }
    byte[] header() { return Arrays.copyOfRange(file.content(), HEADER, MAGIC + file.u8(JUMP + 1, WHAT)); }
    byte[] code() { return Arrays.copyOfRange(file.content(), codeAt(), file.length()); }
    /** Where it wants to lie, and how many bytes from there on it needs until it knows memory itself. */
    long address() { return file.u64(PREFERRED, WHAT); }
    long memory() { return Math.max(file.u32(INIT_SIZE, WHAT), file.length() - codeAt()); }
    /** The highest address that the initial RAM disk may have. */
    long initrdMax() { return file.u32(INITRD_MAX, WHAT); }
    /** The longest command line, its final zero not counted. */
    long commandLineMax() { return file.u32(COMMAND_LINE_SIZE, WHAT); }
    boolean has64BitEntry() { return file.u16(VERSION, WHAT) >= OLDEST_WITH_FLAGS && (file.u16(FLAGS, WHAT) & HAS_64_BIT_ENTRY) != 0; }
    long entry(Mode mode) { return mode == Mode.LONG_64 ? address() + ENTRY_64 : address(); }

    private int codeAt() {
        int sectors = file.u8(SETUP_SECTORS, WHAT);
        return ((sectors == 0 ? USUAL_SECTORS : sectors) + 1) * SECTOR;
    }

    private long codeBytes() { return file.u32(SIZE, WHAT) * PARAGRAPH; }
}
