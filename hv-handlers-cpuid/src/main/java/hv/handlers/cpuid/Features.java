package hv.handlers.cpuid;

import hv.api.Names;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The names of CPUID's feature flags, from {@code features.properties}. A register that is listed there holds flags alone, so that each
 * bit is something that the machine has or lacks.
 */
final class Features {
    private static final Features ALL = read();

    /** A flag and its place. */
    record Flag(String name, Word word, int bit) {
        int mask() { return 1 << bit; }
    }

    private final Map<Word, List<Flag>> words = new LinkedHashMap<>();
    private final Map<String, Flag> byName = new HashMap<>();

    private static Features read() {
        var features = new Features();
        Resources.lines("features").forEach(features::add);
        return features;
    }

    private void add(String place, String names) {
        var parts = place.split("\\.");
        var leaf = Leaf.of(Integer.parseUnsignedInt(parts[0], 16), Integer.parseInt(parts[1]));
        var word = new Word(leaf, Register.named(parts[2]));
        var flags = words.computeIfAbsent(word, _ -> new ArrayList<>());
        int bit = 0;
        for (var name : names.split(" ")) {
            if (!name.equals("-")) flags.add(new Flag(name, word, bit));
            bit++;
        }
        flags.forEach(flag -> byName.put(flag.name(), flag));
    }

    /** The registers that hold flags alone. */
    static Iterable<Word> words() { return ALL.words.keySet(); }

    static Optional<Flag> named(String name) { return Optional.ofNullable(ALL.byName.get(name)); }

    /** Names of the bits that are set, with numbers for those that have no name. */
    static List<String> names(Word word, int bits) {
        var names = new ArrayList<String>();
        for (int bit = 0; bit < 32; bit++) {
            if ((bits >>> bit & 1) != 0) names.add(name(word, bit));
        }
        return names;
    }

    private static String name(Word word, int bit) {
        return ALL.words.getOrDefault(word, List.of()).stream().filter(f -> f.bit() == bit).map(Flag::name).findFirst()
                .orElse(word + "[" + bit + "]");
    }

    /**
     * One or more names with commas between.
     *
     * @throws IllegalArgumentException if one is unknown
     */
    static List<Flag> parse(String text) {
        var flags = new ArrayList<Flag>();
        if (text.isBlank()) return flags;
        for (var part : text.split(",", -1)) flags.add(named(part.strip()).orElseThrow(() -> unknown(part.strip())));
        return flags;
    }

    private static IllegalArgumentException unknown(String name) {
        return new IllegalArgumentException("no feature is named '" + name + "'; names are like avx2, rdrand or sse4.2, with commas between"
                + Names.hint(name, ALL.byName.keySet().stream().sorted().toList()));
    }
}
