package hv.ept;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.x86.Gpa;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatchTests {
    @Test void settingNamesAddressesAndBytes() {
        var patches = Patch.parse("0x101000=c3, 8194=9090");
        assertEquals(new Gpa(0x101000), patches.get(0).at());
        assertArrayEquals(new byte[] {(byte) 0xC3}, patches.get(0).bytes());
        assertEquals(new Gpa(0x2002), patches.get(1).at());
        assertArrayEquals(new byte[] {(byte) 0x90, (byte) 0x90}, patches.get(1).bytes());
    }

    @Test void emptySettingHasNoPatches() {
        assertTrue(Patch.parse("").isEmpty());
    }

    @Test void patchIsCutAtAPageBoundary() {
        var patches = Patch.of(0x1FFE, new byte[] {1, 2, 3});
        assertEquals(2, patches.size());
        assertArrayEquals(new byte[] {1, 2}, patches.get(0).bytes());
        assertEquals(new Gpa(0x2000), patches.get(1).at());
        assertArrayEquals(new byte[] {3}, patches.get(1).bytes());
    }

    @ParameterizedTest @CsvSource(delimiter = '|', value = {
        "0x101000       | '0x101000' has no bytes; write ADDRESS=BYTES as in 0x101000=c3",
        "0x101000=c     | 'c' is not a row of hexadecimal bytes; write two digits each, as in 0f0b90",
        "0x101000=      | '' is not a row of hexadecimal bytes; write two digits each, as in 0f0b90",
        "main=c3        | 'main' is not a number; write 4096 or 0x1000",
        "0x101000=c3,   | '' has no bytes; write ADDRESS=BYTES as in 0x101000=c3"})
    void wrongSettingIsExplained(String text, String message) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, () -> Patch.parse(text)).getMessage());
    }
}
