package hv.core.image;

import hv.core.report.HvException;
import java.util.List;

/**
 * An image as its file describes it.
 *
 * @param name     of the file, for messages
 * @param segments the parts to load
 * @param entry    physical address of the first instruction
 * @param mode     of the processor at the entry
 * @param protocol the guest's further expectations
 */
record Image(String name, List<Segment> segments, long entry, Mode mode, Protocol protocol) {
    /**
     * A part of an image.
     *
     * @param address guest-physical
     * @param bytes   the content
     * @param size    in memory, in bytes, at least {@code bytes.length}; the rest is zero
     */
    record Segment(long address, byte[] bytes, long size) {
        long end() { return address + size; }
    }

    enum Protocol { /** None. */ NONE, /** Multiboot 1: magic in EAX, information structure at EBX. */ MULTIBOOT }

    /** The first address above everything that is loaded. */
    long end() { return segments.stream().mapToLong(Segment::end).max().orElse(0); }

    static Image read(Bytes file) {
        var multiboot = MultibootHeader.find(file);
        if (multiboot.isPresent()) return multiboot.get().read();
        if (ElfReader.recognizes(file)) return ElfReader.read(file, Protocol.NONE);
        throw HvException.user(file.name() + " is neither a multiboot 1 image nor an ELF executable; "
                + "a flat binary needs --flat ADDRESS:MODE, such as --flat 0x100000:32");
    }

    static Image flat(String name, byte[] content, long address, Mode mode) {
        if (content.length == 0) throw HvException.user(name + " is empty");
        if (Long.compareUnsigned(address + content.length, address) < 0) {
            throw HvException.user("%s of %d bytes, loaded at 0x%x, would end beyond the last address".formatted(name, content.length, address));
        }
        if (!StartStates.reaches(mode, address)) {
            throw HvException.user("%s starts at 0x%x, which real-address mode can't reach; choose an address below 0x100000".formatted(name, address));
        }
        return new Image(name, List.of(new Segment(address, content, content.length)), address, mode, Protocol.NONE);
    }

    void refuseWhatCantBeFound(Boot boot) {
        if (protocol == Protocol.MULTIBOOT || boot.isNothing()) return;
        throw HvException.user(name + " is no multiboot image: it has no way to find a command line or modules, so leave --append and --initrd out");
    }
}
