package hv.cpu.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.cpu.platform.CpuidFeature;
import hv.cpu.platform.ProcessorProfile;
import hv.cpu.platform.ProcessorProfiles;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Instructions that a processor's CPUID does not report are not decoded. */
class FeatureTests {
    private static ProcessorProfile profile(String name) { return ProcessorProfiles.load(name); }

    @Test
    void theReferenceProcessorLacksNothing() {
        assertEquals(EnumSet.allOf(CpuidFeature.class), offered(ProcessorProfiles.REFERENCE));
    }

    @Test
    void olderProcessorsLackWhatCameLater() {
        assertEquals(EnumSet.of(CpuidFeature.SSSE3), offered("vt-2006"));
        assertEquals(EnumSet.of(CpuidFeature.SSSE3, CpuidFeature.SSE4_1, CpuidFeature.SSE4_2, CpuidFeature.POPCNT, CpuidFeature.RDTSCP),
                offered("ept-2008"));
    }

    private static Set<CpuidFeature> offered(String name) {
        var offered = EnumSet.allOf(CpuidFeature.class);
        offered.removeIf(feature -> !profile(name).has(feature));
        return offered;
    }

    /** XGETBV1 is the one that adds no instruction, but a register to XGETBV. */
    @ParameterizedTest @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "XGETBV1")
    void everyFeatureHasInstructionsOfItsOwn(CpuidFeature feature) {
        assertTrue(OpcodeMaps.ROWS.stream().anyMatch(row -> row.feature() == feature));
    }

    @ParameterizedTest
    @CsvSource({"0F3800C1,PSHUFB", "660F3800C1,PSHUFB", "0F3A0FC101,PALIGNR", "660F3820C1,PMOVSXBW", "660F3A17C001,EXTRACTPS", "660F3837C1,PCMPGTQ",
        "660F3A60C100,PCMPESTRM", "66480F3A61C100,PCMPESTRIQ", "F20F38F1C1,CRC32", "660F38DCC1,AESENC", "660F3A44C100,PCLMULQDQ", "F30FB8C1,POPCNT",
        "0F38F006,MOVBE", "66480F38F106,MOVBE", "0FC7F0,RDRAND", "0FC7F8,RDSEED", "F30FAEC0,RDFSBASE", "660F388206,INVPCID", "0F01CA,CLAC",
        "0F01D0,XGETBV", "0FAE26,XSAVE", "0FAE36,XSAVEOPT", "0FC726,XSAVEC", "0FC72E,XSAVES", "0F01F9,RDTSCP"})
    void anInstructionThatAProcessorLacksIsUndefined(String code, Mnemonic mnemonic) {
        boolean ssse3 = mnemonic == Mnemonic.PSHUFB || mnemonic == Mnemonic.PALIGNR;
        assertEquals(mnemonic, decoded(code, profile(ProcessorProfiles.REFERENCE)));
        assertEquals(ssse3 ? mnemonic : Mnemonic.UNDEFINED, decoded(code, profile("vt-2006")));
    }

    @Test
    void whatSharesAnOpcodeMapIsStillThere() {
        for (var code : new String[] {"660F6FC1", "0FC70E", "480FC70E", "0FAE06", "F30FBCC1", "F390", "0FB8C1"}) {
            assertEquals(decoded(code, profile(ProcessorProfiles.REFERENCE)), decoded(code, profile("vt-2006")), code);
        }
    }

    private static Mnemonic decoded(String code, ProcessorProfile profile) {
        var bytes = HexFormat.of().parseHex(code);
        return new Decoder(profile).decode(i -> bytes[i] & 0xFF, 0x1000, 64).mnemonic;
    }
}
