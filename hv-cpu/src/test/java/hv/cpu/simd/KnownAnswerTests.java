package hv.cpu.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import hv.api.x86.Rflags;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Answers that standards and definitions give, wherever the tests run. */
class KnownAnswerTests extends SimdTests {
    private void xmmBytes(int register, String hex) {
        var bytes = ByteBuffer.wrap(HexFormat.of().parseHex(hex)).order(ByteOrder.LITTLE_ENDIAN);
        xmm(register, bytes.getLong(0), bytes.getLong(8));
    }

    private String xmmBytes(int register) {
        var bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(0, low(register)).putLong(8, high(register));
        return HexFormat.of().formatHex(bytes.array());
    }

    /** FIPS 197, appendix B: a cipher's first round, and its last one. */
    @Test
    void aesRoundsAreThoseOfTheStandard() {
        xmmBytes(0, "193de3bea0f4e22b9ac68d2ae9f84808");
        xmmBytes(1, "a0fafe1788542cb123a339392a6c7605");
        run("aesenc xmm0, xmm1");
        assertEquals("a49c7ff2689f352b6b5bea43026a5049", xmmBytes(0));
        xmmBytes(0, "eb40f21e592e38848ba113e71bc342d2");
        xmmBytes(1, "d014f9a8c9ee2589e13f0cc8b6630ca6");
        run("aesenclast xmm0, xmm1");
        assertEquals("3925841d02dc09fbdc118597196a0b32", xmmBytes(0));
    }

    @Test
    void aesDecryptionUndoesEncryption() {
        xmmBytes(0, "00112233445566778899aabbccddeeff");
        xmmBytes(1, "00000000000000000000000000000000");
        run("aesenclast xmm0, xmm1");
        run("aesdeclast xmm0, xmm1");
        assertEquals("00112233445566778899aabbccddeeff", xmmBytes(0));
    }

    /** FIPS 197, appendix A.1: the first round key of the key 2b7e1516…; the words before the final exclusive-or. */
    @Test
    void keysAreExpandedAsTheStandardSays() {
        xmmBytes(1, "2b7e151628aed2a6abf7158809cf4f3c");
        run("aeskeygenassist xmm0, xmm1, 1");
        assertEquals("8b84eb01", xmmBytes(0).substring(24));
    }

    @Test
    void productsWithoutCarriesAreThoseOfPolynomials() {
        xmm(0, 0b1011, 0);
        xmm(1, 0, 0b110);
        run("pclmulqdq xmm0, xmm1, 0x10");
        assertEquals(0b111010, low(0));
        xmm(0, -1, 0);
        xmm(1, -1, 0);
        run("pclmulqdq xmm0, xmm1, 0");
        assertEquals(0x5555_5555_5555_5555L, low(0));
        assertEquals(0x5555_5555_5555_5555L, high(0));
    }

    private void text(int register, String text) {
        byte[] bytes = new byte[16];
        System.arraycopy(text.getBytes(StandardCharsets.US_ASCII), 0, bytes, 0, text.length());
        xmmBytes(register, HexFormat.of().formatHex(bytes));
    }

    @Test
    void textsAreSearched() {
        text(0, "lo");
        text(1, "hello, world");
        run("pcmpistri xmm0, xmm1, 0xC");
        assertEquals(3, c.r[1]);
        assertEquals(Rflags.CF | Rflags.ZF | Rflags.SF, c.flags.status());
        text(0, "AZaz");
        run("pcmpistrm xmm0, xmm1, 0x14");
        assertEquals(0b1111_0000_0110_0000, low(0));
    }

    @Test
    void lengthsInRegistersAreTakenByTheirMagnitude() {
        text(0, "abcd");
        text(1, "abcx");
        c.r[0] = -4;
        c.r[2] = 4;
        run("pcmpestri xmm0, xmm1, 0x18");
        assertEquals(3, c.r[1]);
    }

    @Test
    void shiftsBeyondTheLaneClearOrFillIt() {
        xmm(0, 0x8001_7FFF_8001_7FFFL, 0);
        xmm(1, 16, 0);
        run("psraw xmm0, xmm1");
        assertEquals(0xFFFF_0000_FFFF_0000L, low(0));
        run("psrlw xmm0, xmm1");
        assertEquals(0, low(0));
    }

    @Test
    void reciprocalsAreWithinTheBoundOfTheManual() {
        for (float x = 1e-30f; x < 1e30f; x *= 1.37f) {
            xmm(1, Float.floatToRawIntBits(x), 0);
            run("rcpss xmm0, xmm1");
            assertWithin(1 / (double) x, Float.intBitsToFloat((int) low(0)));
            run("rsqrtss xmm0, xmm1");
            assertWithin(1 / Math.sqrt(x), Float.intBitsToFloat((int) low(0)));
        }
    }

    private static void assertWithin(double exact, float approximate) {
        assertTrue(Math.abs(approximate - exact) <= 1.5 * 0x1p-12 * exact, () -> approximate + " is not near " + exact);
    }
}
