package hv.ept;

import hv.api.Setting;
import hv.api.x86.Gpa;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Bytes that execute at a guest-physical address while reads see others; a patch never crosses a page. */
record Patch(Gpa at, byte[] bytes) {
    Gpa page() { return at.page(); }
    int offset() { return (int) (at.value() & 0xFFF); }

    /** Cuts bytes at page boundaries. */
    static List<Patch> of(long at, byte[] bytes) {
        var parts = new ArrayList<Patch>();
        for (int from = 0; from < bytes.length; ) {
            int count = (int) Math.min(bytes.length - from, 4096 - (at + from & 0xFFF));
            parts.add(new Patch(new Gpa(at + from), Arrays.copyOfRange(bytes, from, from + count)));
            from += count;
        }
        return parts;
    }

    /**
     * Parses one or more of ADDRESS=BYTES, with commas between: {@code 0x101000=c3,0x102010=9090}.
     *
     * @throws IllegalArgumentException if the text is not of that form
     */
    static List<Patch> parse(String text) {
        var patches = new ArrayList<Patch>();
        if (text.isBlank()) return patches;
        for (var part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals < 0) throw new IllegalArgumentException("'" + part + "' has no bytes; write ADDRESS=BYTES as in 0x101000=c3");
            patches.addAll(of(Setting.parseNumber(part.substring(0, equals).strip()), bytes(part.substring(equals + 1).strip())));
        }
        return patches;
    }

    private static byte[] bytes(String text) {
        if (!text.matches("([0-9a-fA-F]{2})+")) {
            throw new IllegalArgumentException("'" + text + "' is not a row of hexadecimal bytes; write two digits each, as in 0f0b90");
        }
        return HexFormat.of().parseHex(text);
    }
}
