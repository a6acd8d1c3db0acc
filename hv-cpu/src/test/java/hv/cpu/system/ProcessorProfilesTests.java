package hv.cpu.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.cpu.platform.ProcessorProfile;
import hv.cpu.platform.ProcessorProfile.Leaf;
import hv.cpu.platform.ProcessorProfiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the bundled processors claim, against the tables of the manual and against each other. */
class ProcessorProfilesTests {
    private static final int VALUE_COLUMN = 6;
    private static final ProcessorProfile REFERENCE = ProcessorProfiles.load(ProcessorProfiles.REFERENCE);

    private static long msr(ProcessorProfile profile, int index) { return profile.msr(index).orElseThrow(); }

    /** Posted interrupts; VM functions, VMCS shadowing, PML, #VE, mode-based execute control, TSC scaling. */
    @ParameterizedTest
    @CsvSource({"481,80", "48D,80", "482,0", "48E,0", "483,0", "48F,0", "484,0", "490,0", "48B,2466000"})
    void controlsAreAllOfTheTablesButTheseLeftOut(String index, String leftOut) throws IOException {
        int msr = Integer.parseInt(index, 16);
        assertEquals(table().get(msr) & ~(Long.parseLong(leftOut, 16) << 32), msr(REFERENCE, msr));
    }

    @Test
    void trueControlsOnlyRelaxWhatMustBeOne() {
        int[][] pairs = {{0x481, 0x48D}, {0x482, 0x48E}, {0x483, 0x48F}, {0x484, 0x490}};
        for (int[] pair : pairs) {
            long plain = msr(REFERENCE, pair[0]), relaxed = msr(REFERENCE, pair[1]);
            assertEquals(plain >>> 32, relaxed >>> 32);
            assertEquals((int) relaxed, (int) relaxed & (int) plain);
        }
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void cr4BitsThatVmxAllowsAreThoseThatCpuidOffers(String name) {
        var profile = ProcessorProfiles.load(name);
        profile.msr(0x489).ifPresent(allowed -> assertEquals(Cr4Bit.all(profile), allowed));
    }

    static List<String> profiles() { return ProcessorProfiles.names(); }

    @Test
    void unrestrictedGuestNeedsEpt() {
        long offered = msr(ProcessorProfiles.load("no-ept"), 0x48B) >>> 32;
        assertEquals(0, offered & (1 << 1 | 1 << 7));
    }

    @Test
    void eachFailingProfileFailsInItsOwnWay() {
        var features = ProcessorProfiles.load("no-vmx").cpuid().get(new Leaf(1, 0));
        assertEquals(0, features.ecx() & 1 << 5);
        assertTrue(ProcessorProfiles.load("no-vmx").msr(0x480).isEmpty());
        assertEquals(1, msr(ProcessorProfiles.load("locked-off"), 0x3A));
        assertEquals(0, msr(ProcessorProfiles.load("unlocked"), 0x3A));
        assertEquals(0x2000, ProcessorProfiles.load("vmxe-taken").resetCr4());
        assertEquals(5, msr(REFERENCE, 0x3A));
    }

    @Test
    void anUnknownProcessorIsNamedWithThoseThatAreKnown() {
        var e = assertThrows(IllegalArgumentException.class, () -> ProcessorProfiles.load("haswel"));
        assertEquals("unknown processor 'haswel'; there are: reference, no-vmx, locked-off, unlocked, vmxe-taken, no-ept, no-apicv, vt-2006, ept-2008",
                e.getMessage());
    }

    /** The values of the capability MSRs of a whole reference processor. */
    private static Map<Integer, Long> table() throws IOException {
        Map<Integer, Long> values = new HashMap<>();
        try (var in = ProcessorProfilesTests.class.getResourceAsStream("/hv/cpu/system/capability-msrs.csv")) {
            for (var line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                var cells = line.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)");
                if (cells[VALUE_COLUMN].startsWith("0x")) {
                    values.put(Integer.decode(cells[0]), Long.parseUnsignedLong(cells[VALUE_COLUMN].substring(2), 16));
                }
            }
        }
        return values;
    }
}
