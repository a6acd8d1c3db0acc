package hv.cpu.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The flags in the rows against the manual's own table of them. */
class FlagTableTests {
    private static final Flag[] FLAGS = {Flag.OF, Flag.SF, Flag.ZF, Flag.AF, Flag.PF, Flag.CF, Flag.DF};
    private static final Set<Mnemonic> SHIFTS = EnumSet.of(
            Mnemonic.RCL, Mnemonic.RCR, Mnemonic.ROL, Mnemonic.ROR, Mnemonic.SAR, Mnemonic.SHL, Mnemonic.SHR);
    private static final String NONE = ". . . . . . .";

    @Test
    void everyRowHasTheFlagsOfTheManual() throws IOException {
        Map<String, String> manual = manual();
        Set<String> unused = new HashSet<>(manual.keySet());
        for (Row row : OpcodeMaps.ROWS) {
            if (conditional(row.mnemonic())) continue;
            unused.remove(name(row));
            assertEquals(manual.getOrDefault(name(row), NONE), flags(row), row::toString);
        }
        assertEquals(Set.of(), unused);
    }

    @Test
    void conditionsTestTheFlagsThatDefineThem() {
        assertEquals("T . . . . . .", conditionFlags(Mnemonic.JNO));
        assertEquals(". . . . . T .", conditionFlags(Mnemonic.CMOVAE));
        assertEquals(". . T . . . .", conditionFlags(Mnemonic.SETE));
        assertEquals(". . T . . T .", conditionFlags(Mnemonic.JA));
        assertEquals(". T . . . . .", conditionFlags(Mnemonic.CMOVS));
        assertEquals(". . . . T . .", conditionFlags(Mnemonic.SETNP));
        assertEquals("T T . . . . .", conditionFlags(Mnemonic.JGE));
        assertEquals("T T T . . . .", conditionFlags(Mnemonic.CMOVLE));
    }

    private static String conditionFlags(Mnemonic mnemonic) {
        Set<String> flags = OpcodeMaps.ROWS.stream().filter(row -> row.mnemonic() == mnemonic).map(FlagTableTests::flags).collect(Collectors.toSet());
        assertEquals(1, flags.size());
        return flags.iterator().next();
    }

    private static boolean conditional(Mnemonic mnemonic) { return mnemonic.name().matches("(J|SET|CMOV)N?(O|B|AE|E|BE|A|S|P|L|GE|LE|G)"); }

    private static String name(Row row) {
        if (!SHIFTS.contains(row.mnemonic())) return row.mnemonic().name();
        return row.mnemonic() + (row.operands().getLast() == Operand.ONE ? "_by_1" : "_by_n");
    }

    private static String flags(Row row) {
        StringBuilder text = new StringBuilder();
        for (Flag flag : FLAGS) {
            String tests = (row.tests() & flag.mask) != 0 ? "T" : "";
            String sets = (row.sets() & flag.mask) != 0 ? "M" : (row.undefined() & flag.mask) != 0 ? "u" : "";
            text.append(text.isEmpty() ? "" : " ").append(tests.isEmpty() && sets.isEmpty() ? "." : tests + sets);
        }
        return text.toString();
    }

    private static Map<String, String> manual() throws IOException {
        Map<String, String> manual = new HashMap<>();
        try (var lines = new BufferedReader(new InputStreamReader(FlagTableTests.class.getResourceAsStream("eflags.txt"), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("#")) continue;
                String[] words = line.split(" +", 2);
                assertTrue(manual.put(words[0], words[1].replaceAll(" +", " ")) == null, line);
            }
        }
        return manual;
    }
}
