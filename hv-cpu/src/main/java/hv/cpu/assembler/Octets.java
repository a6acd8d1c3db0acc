package hv.cpu.assembler;

import java.nio.charset.StandardCharsets;

/** Bytes from texts and numbers. */
final class Octets {
    private Octets() {}

    /** A quoted text, in UTF-8. */
    static byte[] of(Token text) { return text.text().getBytes(StandardCharsets.UTF_8); }

    /** The low {@code n} bytes of a number, lowest first. */
    static byte[] of(long value, int n) {
        var octets = new byte[n];
        for (int i = 0; i < Math.min(n, 8); i++) octets[i] = (byte) (value >> 8 * i);
        return octets;
    }

    /** Whether {@code n} bytes can hold a number, with a sign or without. */
    static boolean hold(long value, int n) { return n >= 8 || value >= -(1L << 8 * n - 1) && value < 1L << 8 * n; }

    /** The low {@code n} bytes with their sign. */
    static long signed(long value, int n) { return n >= 8 ? value : value << 64 - 8 * n >> 64 - 8 * n; }
}
