package hv.cpu.guests;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Where another emulator is known not to do what the manual says: lines {@code GUEST | CASE | reason}, where CASE may be the beginning of several, ending
 * in *, or {@code (all)} for a guest that does not come to its end.
 */
record KnownDifferences(List<Difference> differences) {
    private static final String ALL = "(all)";

    private record Difference(String guest, String name) {
        boolean explains(String guest, String failure) {
            boolean prefix = name.endsWith("*");
            return this.guest.equals(guest) && failure.startsWith("FAIL " + (prefix ? name.substring(0, name.length() - 1) : name + ":"));
        }
    }

    static KnownDifferences of(String file) {
        try (var in = KnownDifferences.class.getResourceAsStream("/hv/cpu/images/guests/" + file)) {
            var text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new KnownDifferences(text.lines().filter(line -> line.contains("|")).map(KnownDifferences::difference).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Difference difference(String line) {
        var parts = line.split("\\|");
        return new Difference(parts[0].strip(), parts[1].strip());
    }

    void assumeItEnds(SelfCheckingGuest guest) {
        assumeTrue(!differences.contains(new Difference(guest.id(), ALL)), () -> guest + " does not come to its end there");
    }

    /** The failures that nothing here explains. */
    List<String> unexplained(SelfCheckingGuest guest, String output) {
        var failures = SelfCheckingGuest.failures(output);
        return failures.stream().filter(failure -> differences.stream().noneMatch(d -> d.explains(guest.id(), failure))).toList();
    }
}
