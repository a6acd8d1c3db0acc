package hv.core.image;

import hv.core.image.Image.Protocol;
import hv.core.image.Image.Segment;
import hv.core.report.HvException;
import java.util.ArrayList;
import java.util.List;

/** Reads the program headers of ELF32 and ELF64 executables for x86: the segments with their physical addresses, and the entry. */
final class ElfReader {
    private static final long MAGIC = 0x464C_457FL;             // 7FH "ELF"
    private static final int EM_386 = 3, EM_X86_64 = 62, ET_EXEC = 2, PT_LOAD = 1;
    private static final String HEADER = "ELF header";

    /** The offsets of header fields in the two classes of ELF. */
    private enum Layout {
        ELF32(28, 42, 4, 8, 12, 16, 20), ELF64(32, 54, 8, 16, 24, 32, 40);

        final int tableOffset, entryBytes, fileOffset, virtual, physical, fileBytes, memoryBytes;

        Layout(int tableOffset, int entryBytes, int fileOffset, int virtual, int physical, int fileBytes, int memoryBytes) {
            this.tableOffset = tableOffset;
            this.entryBytes = entryBytes;
            this.fileOffset = fileOffset;
            this.virtual = virtual;
            this.physical = physical;
            this.fileBytes = fileBytes;
            this.memoryBytes = memoryBytes;
        }
    }

    private final Bytes file;
    private final Layout layout;

    private ElfReader(Bytes file) {
        this.file = file;
        this.layout = layout(file);
    }

    static boolean recognizes(Bytes file) {
        return file.length() >= 4 && file.u32(0, HEADER) == MAGIC;
    }

    /** @param protocol MULTIBOOT for a file that also has the multiboot header: it starts in 32-bit protected mode whatever its class */
    static Image read(Bytes file, Protocol protocol) {
        return new ElfReader(file).read(protocol);
    }

    private Image read(Protocol protocol) {
        long entry = word(24);
        List<Segment> segments = new ArrayList<>();
        for (long header : loadable()) {
            var segment = segment(header);
            long virtual = word(header + layout.virtual);
            if (entry == word(24) && entry >= virtual && entry < virtual + segment.size()) entry += segment.address() - virtual;
            segments.add(segment);
        }
        if (segments.isEmpty()) throw HvException.user(file.name() + " has nothing to load: it is an ELF file without a PT_LOAD segment");
        var mode = layout == Layout.ELF64 && protocol == Protocol.NONE ? Mode.LONG_64 : Mode.PROTECTED_32;
        return new Image(file.name(), segments, entry, mode, protocol);
    }

    private static Layout layout(Bytes file) {
        int machine = file.u16(18, HEADER);
        if (file.u8(5, HEADER) != 1 || machine != EM_386 && machine != EM_X86_64) {
            throw HvException.user("%s is for another processor (ELF machine %d): hv runs x86".formatted(file.name(), machine));
        }
        if (file.u16(16, HEADER) != ET_EXEC) {
            throw HvException.user(file.name() + " is an ELF file, but no executable at fixed addresses: link it with -static and without -pie");
        }
        return file.u8(4, HEADER) == 2 ? Layout.ELF64 : Layout.ELF32;
    }

    private List<Long> loadable() {
        long table = word(layout.tableOffset);
        int each = file.u16(layout.entryBytes, HEADER);
        int count = file.u16(layout.entryBytes + 2, HEADER);
        List<Long> headers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long header = table + (long) i * each;
            if (file.u32(header, "program header " + i) == PT_LOAD && word(header + layout.memoryBytes) != 0) headers.add(header);
        }
        return headers;
    }

    private Segment segment(long header) {
        long address = word(header + layout.physical);
        long inFile = word(header + layout.fileBytes);
        long inMemory = word(header + layout.memoryBytes);
        var what = "segment for %XH".formatted(address);
        if (address < 0 || inMemory < inFile || address + inMemory < address) {
            throw HvException.user("%s is damaged: its %s has %d bytes in the file and %d in memory"
                    .formatted(file.name(), what, inFile, inMemory));
        }
        return new Segment(address, file.slice(word(header + layout.fileOffset), inFile, what), inMemory);
    }

    /** Reads an address, offset or size: 4 or 8 bytes. */
    private long word(long at) {
        return layout == Layout.ELF64 ? file.u64(at, HEADER) : file.u32(at, HEADER);
    }
}
