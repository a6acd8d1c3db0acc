package hv.launcher.manual;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.x86.EntryControls;
import hv.api.x86.EptViolationQualification;
import hv.api.x86.ExitControls;
import hv.api.x86.PinBasedControls;
import hv.api.x86.PrimaryControls;
import hv.api.x86.SecondaryControls;
import hv.api.x86.VmFunctionControls;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The names of hv.api.x86 mean what the manual's tables say. */
class FactTests {
    static Stream<Arguments> controls() {
        return Stream.of(Arguments.of("pin-based", "", PinBasedControls.class), Arguments.of("primary-processor-based", "", PrimaryControls.class),
                Arguments.of("secondary-processor-based", "", SecondaryControls.class), Arguments.of("vm-exit", "EXIT_", ExitControls.class),
                Arguments.of("vm-entry", "ENTRY_", EntryControls.class), Arguments.of("vm-function", "", VmFunctionControls.class));
    }

    @ParameterizedTest @MethodSource("controls")
    void theControlsOfAWordAreThoseOfTheTable(String word, String prefix, Class<?> home) {
        var table = Table.rows("controls").stream().filter(row -> row.get("control_word").equals(word) && !row.get("name").contains("DEFAULT1_BIT"))
                .collect(Collectors.toMap(row -> row.get("name").substring(prefix.length()), row -> 1 << Integer.parseInt(row.get("bit"))));
        assertEquals(table, constants(home));
    }

    @Test void theBitsOfAnEptViolationsQualificationAreThoseOfTheTable() {
        var table = Table.rows("exit-qualifications").stream()
                .filter(row -> row.get("exit_reason_name").equals("EPT_VIOLATION") && !row.get("bits").contains(":"))
                .collect(Collectors.toMap(row -> row.get("field"), row -> 1 << Integer.parseInt(row.get("bits"))));
        var ours = constants(EptViolationQualification.class);
        ours.remove("ALLOWED_SHIFT");
        assertTrue(table.entrySet().containsAll(ours.entrySet()), ours + " is not in " + table);
    }

    private static Map<String, Integer> constants(Class<?> home) {
        return Arrays.stream(home.getFields()).collect(Collectors.toMap(Field::getName, FactTests::value));
    }

    private static int value(Field field) {
        try {
            return field.getInt(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
