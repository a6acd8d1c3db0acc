package hv.cpu.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import hv.cpu.decode.Decoder;
import hv.cpu.decode.Mnemonic;
import hv.cpu.decode.Row;
import hv.cpu.platform.ProcessorProfile;
import hv.cpu.platform.ProcessorProfiles;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Instructions of extensions that a processor's CPUID does not report raise #UD. */
class ExtensionTests {
    private static ProcessorProfile profile(String name) { return ProcessorProfiles.load(name); }

    @Test
    void theReferenceProcessorLacksNothing() { assertEquals(Set.of(), Extension.absent(profile(ProcessorProfiles.REFERENCE))); }

    @Test
    void olderProcessorsLackWhatCameLater() {
        assertEquals(EnumSet.complementOf(EnumSet.of(Extension.SSSE3)), missing("vt-2006"));
        assertEquals(EnumSet.complementOf(EnumSet.of(Extension.SSSE3, Extension.SSE4_1, Extension.SSE4_2, Extension.POPCNT, Extension.RDTSCP)),
                missing("ept-2008"));
    }

    private static Set<Extension> missing(String name) {
        var absent = Extension.absent(profile(name));
        var missing = EnumSet.allOf(Extension.class);
        missing.removeIf(extension -> !absent.containsAll(extension.rows()));
        return missing;
    }

    @ParameterizedTest @EnumSource
    void everyExtensionHasInstructionsOfItsOwn(Extension extension) {
        assertFalse(extension.rows().isEmpty());
        for (var other : Extension.values()) {
            if (other != extension) assertEquals(Set.of(), common(extension, other));
        }
    }

    private static Set<Row> common(Extension one, Extension other) {
        var rows = new HashSet<>(one.rows());
        rows.retainAll(other.rows());
        return rows;
    }

    @ParameterizedTest
    @CsvSource({"0F3800C1,PSHUFB", "660F3800C1,PSHUFB", "0F3A0FC101,PALIGNR", "660F3820C1,PMOVSXBW", "660F3A17C001,EXTRACTPS", "660F3837C1,PCMPGTQ",
        "F20F38F1C1,CRC32", "660F38DCC1,AESENC", "660F3A44C100,PCLMULQDQ", "F30FB8C1,POPCNT", "0F38F006,MOVBE", "0FC7F0,RDRAND", "0FC7F8,RDSEED",
        "F30FAEC0,RDFSBASE", "660F388206,INVPCID", "0F01CA,CLAC", "0F01D0,XGETBV", "0FAE26,XSAVE", "0FAE36,XSAVEOPT", "0FC726,XSAVEC", "0FC72E,XSAVES",
        "0F01F9,RDTSCP"})
    void anInstructionThatAProcessorLacksIsUndefined(String code, Mnemonic mnemonic) {
        var bare = ProcessorProfiles.load("vt-2006");
        boolean ssse3 = mnemonic == Mnemonic.PSHUFB || mnemonic == Mnemonic.PALIGNR;
        assertEquals(mnemonic, decoded(code, profile(ProcessorProfiles.REFERENCE)));
        assertEquals(ssse3 ? mnemonic : Mnemonic.UNDEFINED, decoded(code, bare));
    }

    @Test
    void whatSharesAnOpcodeMapIsStillThere() {
        for (var code : new String[] {"660F6FC1", "0FC70E", "480FC70E", "0FAE06", "F30FBCC1", "F390", "0FB8C1"}) {
            assertEquals(decoded(code, profile(ProcessorProfiles.REFERENCE)), decoded(code, profile("vt-2006")), code);
        }
    }

    private static Mnemonic decoded(String code, ProcessorProfile profile) {
        var bytes = HexFormat.of().parseHex(code);
        return new Decoder(Extension.absent(profile)).decode(i -> bytes[i] & 0xFF, 0x1000, 64).mnemonic;
    }
}
