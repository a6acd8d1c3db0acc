package hv.handlers.cpuid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import hv.api.Setting;
import hv.api.x86.CpuidResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTests {
    private static Object parse(String key, String text) {
        Setting<?> setting = new Cpuid().settings().stream().filter(s -> s.key().equals(key)).findFirst().orElseThrow();
        return setting.parser().apply(text);
    }

    @ParameterizedTest @CsvSource(delimiter = '|', value = {
        "profile   | zx81            | 'zx81' is neither machine, skylake-2015, pentium3-1999 nor a file that can be read",
        "hide      | avx3            | no feature is named 'avx3'; names are like avx2, rdrand or sse4.2, with commas between; did you mean 'avx' or 'avx2'?",
        "show      | avx2 aes        | no feature is named 'avx2 aes'; names are like avx2, rdrand or sse4.2, with commas between",
        "mask      | 1               | '1' is not of the form LEAF:REGISTER=VALUE, as in 1:ecx=0x20 or 7.0:ebx=0",
        "mask      | 1:rax=0         | 'rax' is none of eax, ebx, ecx, edx",
        "override  | 1:eax=0x100000000 | '0x100000000' does not fit into 32 bits",
        "override  | x:eax=1         | 'x' is not a number; write 4096 or 0x1000",
        "force     | yes             | 'yes' is neither true nor false",
        "signature | short           | 'short' is not a signature; it takes twelve ASCII characters"})
    void wrongValueIsExplained(String key, String text, String message) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, () -> parse(key, text)).getMessage());
    }

    @Test void registersAreNamedByLeafAndSubleaf() {
        assertEquals(List.of(new WordValue(new Word(new Leaf(1, 0), Register.ECX), 0x20), new WordValue(new Word(new Leaf(7, 1), Register.EAX), -1)),
                WordValue.parse("1:ecx=0x20,7.1:eax=0xFFFFFFFF"));
    }

    @Test void profileCanBeAFile(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("mine"), "title = Mine\ncpuid.0.0 = 1 2 3 4\ncpuid.1.0 = 5 6 7 8\n");
        var profile = Profile.parse(file.toString());
        assertEquals(new CpuidResult(5, 6, 7, 8), profile.at(new Leaf(1, 0)));
    }

    @Test void damagedProfileNamesTheLine(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("mine"), "cpuid.0.0 = 1 2 3\n");
        var refused = assertThrows(IllegalArgumentException.class, () -> Profile.parse(file.toString()));
        assertEquals("'%s' has the line 'cpuid.0.0 = 1 2 3'; write cpuid.LEAF.SUBLEAF = EAX EBX ECX EDX, all hexadecimal".formatted(file),
                refused.getMessage());
    }

    @Test void profileWithoutLeaf0IsRefused(@TempDir Path folder) throws IOException {
        var file = Files.writeString(folder.resolve("mine"), "title = Mine\n");
        var refused = assertThrows(IllegalArgumentException.class, () -> Profile.parse(file.toString()));
        assertEquals("'%s' has no line cpuid.0.0".formatted(file), refused.getMessage());
    }

    @Test void leafAboveTheHighestGivesTheHighestBasicOne() {
        var profile = Profile.parse("pentium3-1999");
        assertEquals(profile.at(new Leaf(3, 0)), profile.at(new Leaf(0x8000_0000, 0)));
        assertEquals(new CpuidResult(0xFA0, 0x1068, 0x64, 0), Profile.parse("skylake-2015").at(new Leaf(0x17, 0)));
    }

    @Test void brandOfABundledProfileReadsWell() {
        var profile = Profile.parse("skylake-2015");
        var brand = new StringBuilder();
        for (int leaf = 0x8000_0002; leaf <= 0x8000_0004; leaf++) {
            for (var register : Register.values()) appendAscii(brand, register.in(profile.at(new Leaf(leaf, 0))));
        }
        assertEquals("Intel(R) Core(TM) i7-6700K CPU @ 4.00GHz", brand.toString());
    }

    private static void appendAscii(StringBuilder text, int word) {
        for (int i = 0; i < 32; i += 8) {
            if ((word >>> i & 0xFF) != 0) text.append((char) (word >>> i & 0xFF));
        }
    }

    @Test void everyNamedFlagHasABitOfItsOwn() {
        for (var word : Features.words()) {
            var names = Features.names(word, -1);
            assertEquals(32, names.size());
            assertEquals(32, names.stream().distinct().count(), word.toString());
        }
        assertEquals(5, Features.named("vmx").orElseThrow().bit());
        assertEquals(new Word(new Leaf(0x8000_0001, 0), Register.EDX), Features.named("lm").orElseThrow().word());
        assertEquals(29, Features.named("lm").orElseThrow().bit());
        assertEquals(31, Features.named("avx512vl").orElseThrow().bit());
        assertEquals(31, Features.named("ssbd").orElseThrow().bit());
        assertEquals(31, Features.named("hypervisor").orElseThrow().bit());
        assertEquals(30, Features.named("sgx-lc").orElseThrow().bit());
    }
}
