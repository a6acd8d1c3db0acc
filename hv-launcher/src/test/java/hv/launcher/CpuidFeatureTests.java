package hv.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.x86.CpuidResult;
import hv.cpu.platform.CpuidFeature;
import hv.cpu.platform.ProcessorProfile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The features that the processor knows are the bits that the plugin "cpuid" calls by the same names. */
class CpuidFeatureTests {
    private static final Path NAMES = Path.of("../hv-handlers-cpuid/src/main/resources/hv/handlers/cpuid/features.properties");
    private static final Map<CpuidFeature, String> SPELT_OTHERWISE =
            Map.of(CpuidFeature.SSE4_1, "sse4.1", CpuidFeature.SSE4_2, "sse4.2", CpuidFeature.XGETBV1, "xgetbv-ecx1");
    private static final Properties words = new Properties();

    @BeforeAll static void readNames() throws IOException {
        try (var in = Files.newInputStream(NAMES)) {
            words.load(in);
        }
    }

    @ParameterizedTest @EnumSource
    void theFlagIsTheBitOfItsName(CpuidFeature feature) {
        var all = new HashMap<ProcessorProfile.Leaf, CpuidResult>();
        var without = new HashMap<ProcessorProfile.Leaf, CpuidResult>();
        int found = 0;
        for (var word : words.stringPropertyNames()) {
            var part = word.split("\\.");
            var leaf = new ProcessorProfile.Leaf(Integer.parseUnsignedInt(part[0], 16), Integer.parseInt(part[1]));
            int bit = List.of(words.getProperty(word).split(" ")).indexOf(SPELT_OTHERWISE.getOrDefault(feature, feature.name().toLowerCase(Locale.ROOT)));
            if (bit >= 0) found++;
            all.merge(leaf, register(part[2], -1), CpuidFeatureTests::both);
            without.merge(leaf, register(part[2], bit < 0 ? -1 : ~(1 << bit)), CpuidFeatureTests::both);
        }
        assertEquals(1, found, "places of this name");
        assertTrue(profile(all).has(feature));
        assertFalse(profile(without).has(feature));
    }

    private static CpuidResult register(String name, int value) {
        return new CpuidResult(name.equals("eax") ? value : 0, name.equals("ebx") ? value : 0, name.equals("ecx") ? value : 0,
                name.equals("edx") ? value : 0);
    }

    private static CpuidResult both(CpuidResult a, CpuidResult b) {
        return new CpuidResult(a.eax() | b.eax(), a.ebx() | b.ebx(), a.ecx() | b.ecx(), a.edx() | b.edx());
    }

    private static ProcessorProfile profile(Map<ProcessorProfile.Leaf, CpuidResult> cpuid) { return new ProcessorProfile("", "", cpuid, Map.of(), 0); }
}
