package hv.handlers.cpuid;

import hv.api.Names;
import hv.api.x86.CpuidResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All leaves of some processor, from a dated data file: {@code cpuid.LEAF.SUBLEAF = EAX EBX ECX EDX}, all hexadecimal. As on Intel
 * processors, a leaf above the highest gives what the highest basic leaf gives, and a leaf or subleaf that the file leaves out
 * gives zeros.
 */
record Profile(String name, Map<Leaf, CpuidResult> leaves) {
    /** No foreign profile: the machine's own leaves. */
    static final Profile MACHINE = new Profile("machine", Map.of());
    static final List<String> BUNDLED = List.of("skylake-2015", "pentium3-1999");

    /**
     * A bundled profile, {@code machine}, or the path of a file.
     *
     * @throws IllegalArgumentException if there is no such profile, or the file is not of the form
     */
    static Profile parse(String text) {
        if (text.equals(MACHINE.name)) return MACHINE;
        if (BUNDLED.contains(text)) return of(text, Resources.lines(text));
        try (var reader = Files.newBufferedReader(Path.of(text))) {
            return of(text, Resources.lines(reader));
        } catch (IOException e) {
            throw new IllegalArgumentException("'%s' is neither machine, %s nor a file that can be read%s"
                    .formatted(text, String.join(", ", BUNDLED), Names.hint(text, BUNDLED)), e);
        }
    }

    private static Profile of(String name, Map<String, String> lines) {
        var leaves = new HashMap<Leaf, CpuidResult>();
        lines.forEach((key, value) -> {
            if (!key.equals("title")) addLine(name, leaves, key, value);
        });
        if (!leaves.containsKey(new Leaf(0, 0))) throw new IllegalArgumentException("'" + name + "' has no line cpuid.0.0");
        return new Profile(name, leaves);
    }

    private static void addLine(String name, Map<Leaf, CpuidResult> leaves, String key, String value) {
        var line = key + " = " + value;
        if (!line.matches("cpuid\\.[0-9a-fA-F]{1,8}\\.[0-9a-fA-F]{1,8} = [0-9a-fA-F]{1,8}( [0-9a-fA-F]{1,8}){3}")) {
            throw new IllegalArgumentException("'%s' has the line '%s'; write cpuid.LEAF.SUBLEAF = EAX EBX ECX EDX, all hexadecimal"
                    .formatted(name, line));
        }
        var place = key.split("\\.");
        var words = value.split(" ");
        leaves.put(Leaf.of(hex(place[1]), hex(place[2])), new CpuidResult(hex(words[0]), hex(words[1]), hex(words[2]), hex(words[3])));
    }

    private static int hex(String digits) { return Integer.parseUnsignedInt(digits, 16); }

    CpuidResult at(Leaf asked) {
        int highestBasic = leaves.get(new Leaf(0, 0)).eax();
        boolean beyond = Integer.compareUnsigned(asked.leaf(), highest(asked.leaf(), highestBasic)) > 0;
        return leaves.getOrDefault(beyond ? Leaf.of(highestBasic, asked.subleaf()) : asked, CpuidResult.ZERO);
    }

    private int highest(int leaf, int highestBasic) {
        return leaf < 0 ? leaves.getOrDefault(new Leaf(0x8000_0000, 0), CpuidResult.ZERO).eax() : highestBasic;
    }

    @Override public String toString() { return name; }
}
