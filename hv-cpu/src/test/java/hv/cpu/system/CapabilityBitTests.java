package hv.cpu.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.x86.EptVpidCap;
import hv.api.x86.FeatureControl;
import hv.api.x86.MsrIndex;
import hv.api.x86.VmxBasic;
import hv.api.x86.VmxMisc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The names that hv.api.x86 has for VMX capability MSRs and their bits mean what the manual's table says. */
class CapabilityBitTests {
    private static final Map<Class<?>, String> HOMES = Map.of(VmxBasic.class, "IA32_VMX_BASIC", VmxMisc.class, "IA32_VMX_MISC", EptVpidCap.class,
            "IA32_VMX_EPT_VPID_CAP", FeatureControl.class, "IA32_FEATURE_CONTROL");

    private record Row(int index, String msr, String bits, String field) {}

    @ParameterizedTest @ValueSource(classes = {VmxBasic.class, VmxMisc.class, EptVpidCap.class, FeatureControl.class})
    void bitsAreThoseOfTheTable(Class<?> home) {
        var table = rows().filter(row -> row.msr.equals(HOMES.get(home)) && !row.bits.contains(":"))
                .collect(Collectors.toMap(Row::field, row -> 1L << Integer.parseInt(row.bits)));
        var ours = Arrays.stream(home.getFields()).filter(field -> field.getType() == long.class)
                .collect(Collectors.toMap(field -> field.getName(), field -> value(home, field.getName())));
        assertTrue(table.entrySet().containsAll(ours.entrySet()), ours + " is not in " + table);
    }

    @Test void indicesAreThoseOfTheTable() { rows().forEach(row -> assertEquals(row.index, value(MsrIndex.class, row.msr), row.msr)); }

    private static long value(Class<?> home, String name) {
        try {
            return home.getField(name).getLong(null);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static Stream<Row> rows() {
        try (var in = CapabilityBitTests.class.getResourceAsStream("/hv/cpu/system/capability-msrs.csv")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().skip(1).map(line -> line.split(",", 5))
                    .map(cells -> new Row(Integer.decode(cells[0]), cells[1], cells[2], cells[3]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
