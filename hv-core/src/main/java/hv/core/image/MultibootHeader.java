package hv.core.image;

import hv.core.image.Image.Protocol;
import hv.core.image.Image.Segment;
import hv.core.report.HvException;
import java.util.List;
import java.util.Optional;

/**
 * The multiboot 1 header: the word 1BADB002H, flags and a checksum within the first 8192 bytes of a file, 4-byte aligned. The file around it is ELF,
 * or the header has the load addresses (flag 16).
 *
 * @param at    the header's offset in the file
 * @param flags the image's demands
 */
record MultibootHeader(Bytes file, int at, long flags) {
    private static final long MAGIC = 0x1BAD_B002L;
    private static final int SEARCHED = 8192;
    private static final int ADDRESSES = 1 << 16;
    /** The demands that are met: page-aligned modules (bit 0) and the memory map (bit 1); and the mask of all demands. */
    private static final long MET = 3, DEMANDS = 0xFFFF;
    private static final String HEADER = "multiboot header";

    static Optional<MultibootHeader> find(Bytes file) {
        int last = Math.min(SEARCHED, file.length()) - 12;
        for (int at = 0; at <= last; at += 4) {
            if (file.u32(at, HEADER) != MAGIC) continue;
            long flags = file.u32(at + 4, HEADER);
            if ((int) (MAGIC + flags + file.u32(at + 8, HEADER)) == 0) return Optional.of(new MultibootHeader(file, at, flags));
        }
        return Optional.empty();
    }

    Image read() {
        long unmet = flags & DEMANDS & ~MET;
        if (unmet != 0) {
            throw HvException.user("%s demands multiboot feature %d, which hv doesn't offer (it offers 0 and 1)"
                    .formatted(file.name(), Long.numberOfTrailingZeros(unmet)));
        }
        return (flags & ADDRESSES) != 0 ? byItsAddresses() : ElfReader.read(file, Protocol.MULTIBOOT);
    }

    private Image byItsAddresses() {
        long header = field(12), load = field(16), loadEnd = field(20), bssEnd = field(24), entry = field(28);
        long from = at - (header - load);
        long inFile = loadEnd == 0 ? file.length() - from : loadEnd - load;
        long inMemory = Math.max(inFile, bssEnd - load);
        var bytes = file.slice(from, inFile, "content for %XH".formatted(load));
        return new Image(file.name(), List.of(new Segment(load, bytes, inMemory)), entry, Mode.PROTECTED_32, Protocol.MULTIBOOT);
    }

    private long field(int offset) { return file.u32(at + offset, HEADER); }
}
