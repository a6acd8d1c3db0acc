package hv.cpu.vmx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** State that VM entry does not check, by the manual. */
class UncheckedStateTests {
    static List<String> states() { return EntryTable.lines("entry-free.txt", "#"); }

    /** Rows with a state here. */
    static Set<String> covered() { return Set.copyOf(states().stream().map(line -> line.split(" ")[0]).distinct().toList()); }

    @ParameterizedTest
    @MethodSource("states")
    void theEntryIsMade(String line) {
        var words = line.split("\\s+");
        try (var state = new EntryState(EntryTable.permissive())) {
            for (int i = 1; i < words.length; i++) state.change(words[i]);
            assertEquals(Set.of(), state.broken());
            assertEquals("OK", state.enter());
        }
    }
}
