package hv.launcher;

import hv.cpu.assembler.Assembler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The files that transcripts speak of: guests, kernels, dumps, TOML files and plugin jars, most of them with something wrong. */
final class Exhibits {
    private static final Path SOURCES = Path.of("src/test/resources/hv/launcher/exhibits");
    private static final Path TOUR = Path.of("src/main/resources/hv/launcher/guests/tour.elf");

    private final Path folder;

    Exhibits(Path folder) { this.folder = folder; }

    void make() throws Exception {
        for (var file : files("texts")) image(file.getFileName().toString(), inFolder(Files.readAllBytes(file)));
        for (var file : files("guests")) Files.write(folder.resolve(stem(file) + ".bin"), assembled(file));
        images();
        new PluginExhibits(folder).make(files("plugins"));
    }

    /** Texts may name other files: {@code EXHIBITS/cpuid.bin}. */
    private byte[] inFolder(byte[] text) {
        return new String(text, StandardCharsets.ISO_8859_1).replace("EXHIBITS", folder.toString()).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static List<Path> files(String kind) throws IOException {
        try (var all = Files.list(SOURCES.resolve(kind))) {
            return all.sorted().toList();
        }
    }

    static String stem(Path file) { return file.getFileName().toString().replaceFirst("\\.\\w+$", ""); }

    /** Code that does not mind where it is loaded. */
    private static byte[] assembled(Path file) throws IOException { return Assembler.assemble(Files.readString(file), 64, 0).bytes(); }

    private void images() throws IOException {
        var tour = Files.readAllBytes(TOUR);
        image("empty.bin", new byte[0]);
        image("half.elf", Arrays.copyOf(tour, tour.length / 2));
        image("arm.elf", changed(tour, 0x12, 0x28));
        image("pie.elf", changed(tour, 0x10, 3));
        image("large.bin", new byte[3 << 20]);
        image("vmlinuz-2.4", kernel(0x203, true, "halts"));
        image("vmlinuz-32", kernel(0x20C, false, "halts"));
        image("vmlinuz", kernel(0x20C, true, "halts"));
        image("vmlinuz-panics", kernel(0x20C, true, "panics"));
        image("vmlinuz-cut", Arrays.copyOf(kernel(0x20C, true, "halts"), 0x600));
        image("vmlinux-32", tour);
        image("damaged.elf", changed(tour, 0x34 + 19, 0x10));
        image("no-segment.elf", changed(tour, 0x2C, 0));
        image("graphics.elf", multiboot(4));
    }

    private void image(String name, byte[] content) throws IOException { Files.write(folder.resolve(name), content); }

    private static byte[] changed(byte[] image, int at, int octet) {
        var copy = image.clone();
        copy[at] = (byte) octet;
        return copy;
    }

    /** A multiboot header and nothing else. */
    private static byte[] multiboot(int flags) {
        int magic = 0x1BADB002;
        return ByteBuffer.allocate(0x1000).order(ByteOrder.LITTLE_ENDIAN).putInt(magic).putInt(flags).putInt(-(magic + flags)).array();
    }

    /**
     * A bzImage: setup header, a sector of real-mode code, and the kernel proper at 100000H.
     *
     * @param code of the 64-bit entry; its name among the guests
     */
    private byte[] kernel(int protocol, boolean entry64, String code) throws IOException {
        var image = ByteBuffer.allocate(0x1000).order(ByteOrder.LITTLE_ENDIAN);
        image.put(0x1F1, (byte) 1).putInt(0x1F4, 0xC0).putShort(0x1FE, (short) 0xAA55).put(0x201, (byte) 0x66).put(0x202, "HdrS".getBytes(StandardCharsets.US_ASCII));
        image.putShort(0x206, (short) protocol).put(0x211, (byte) 1).putInt(0x22C, 0x3F_FFFF).putShort(0x236, (short) (entry64 ? 1 : 0));
        image.putInt(0x238, 20).putLong(0x258, 0x10_0000).putInt(0x260, 0x1000);
        return image.put(0x600, Files.readAllBytes(folder.resolve(code + ".bin"))).array();
    }
}
