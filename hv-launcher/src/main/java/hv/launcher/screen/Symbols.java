package hv.launcher.screen;

import hv.core.image.GuestImages;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.TreeMap;

/** Names of a guest's code, from a file such as a Linux kernel's System.map: "address kind name" on each line. */
public final class Symbols {
    public static final Symbols NONE = new Symbols();

    private final TreeMap<Long, String> names = new TreeMap<>(Long::compareUnsigned);

    private Symbols() {}

    /**
     * Reads a symbol file; lines of another form are left out.
     *
     * @throws hv.core.report.HvException if there is no such file
     */
    public static Symbols of(Path file) {
        var symbols = new Symbols();
        new String(GuestImages.content(file), StandardCharsets.ISO_8859_1).lines().forEach(symbols::add);
        return symbols;
    }

    private void add(String line) {
        var parts = line.split(" ");
        if (parts.length != 3 || !parts[0].matches("[0-9a-fA-F]{1,16}")) return;
        names.put(Long.parseUnsignedLong(parts[0], 16), parts[2]);
    }

    /** The nearest symbol and the distance from it, such as "FFFFFFFF81000123H start_kernel+23H". */
    String name(long address) {
        var before = names.floorEntry(address);
        var number = Words.hex(address);
        return before == null ? number : number + " " + before.getValue() + "+" + Words.hex(address - before.getKey());
    }
}
