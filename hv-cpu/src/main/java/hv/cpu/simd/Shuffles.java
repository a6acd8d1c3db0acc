package hv.cpu.simd;

import hv.cpu.decode.Kind;
import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;

/**
 * Instructions that move elements to other places: functions for {@link Wide}, and those with an MMX form of their own.
 *
 * @sdm 1 "SSE2 Shuffle and Unpack Instructions", "SSSE3 Packed Align Right", "SSE4.1 Packed Blending Instructions"
 */
final class Shuffles {
    private Shuffles() {}

    /** The {@code n}-th of four doublewords. */
    private static long dword(long low, long high, int n) { return (n & 2) != 0 ? high >>> 32 * (n & 1) : low >>> 32 * (n & 1); }

    static void pshufd(long[] x, int i, long low, long high, int immediate) {
        x[i] = Elements.join(dword(low, high, immediate), dword(low, high, immediate >> 2));
        x[i + 1] = Elements.join(dword(low, high, immediate >> 4), dword(low, high, immediate >> 6));
    }

    static void shufps(long[] x, int i, long low, long high, int immediate) {
        x[i] = Elements.join(dword(x[i], x[i + 1], immediate), dword(x[i], x[i + 1], immediate >> 2));
        x[i + 1] = Elements.join(dword(low, high, immediate >> 4), dword(low, high, immediate >> 6));
    }

    static void shufpd(long[] x, int i, long low, long high, int immediate) {
        x[i] = (immediate & 1) != 0 ? x[i + 1] : x[i];
        x[i + 1] = (immediate & 2) != 0 ? high : low;
    }

    static void pshuflw(long[] x, int i, long low, long high, int immediate) {
        x[i] = words(low, immediate);
        x[i + 1] = high;
    }

    static void pshufhw(long[] x, int i, long low, long high, int immediate) {
        x[i] = low;
        x[i + 1] = words(high, immediate);
    }

    private static long words(long words, int immediate) {
        long result = 0;
        for (int n = 0; n < 4; n++) result |= (words >>> 16 * (immediate >> 2 * n & 3) & 0xFFFF) << 16 * n;
        return result;
    }

    static void pshufw(Cpu c, Op o, int w, int dk, int sk) {
        Mmx.check(c);
        Mmx.finish(c, o.dr, words(Mmx.source(c, o, sk, 8), (int) o.immediate));
    }

    static void punpcklqdq(long[] x, int i, long low, long high, int immediate) { x[i + 1] = low; }

    static void punpckhqdq(long[] x, int i, long low, long high, int immediate) {
        x[i] = x[i + 1];
        x[i + 1] = high;
    }

    static void movhlps(long[] x, int i, long low, long high, int immediate) { x[i] = high; }

    static void movlhps(long[] x, int i, long low, long high, int immediate) { x[i + 1] = low; }

    static void movsldup(long[] x, int i, long low, long high, int immediate) {
        x[i] = Elements.join(low, low);
        x[i + 1] = Elements.join(high, high);
    }

    static void movshdup(long[] x, int i, long low, long high, int immediate) {
        x[i] = Elements.join(low >>> 32, low >>> 32);
        x[i + 1] = Elements.join(high >>> 32, high >>> 32);
    }

    // ---- bytes ----

    static void pshufb(Cpu c, Op o, int w, int dk, int sk) {
        if (dk == Kind.XMM) {
            Sse.check(c);
            long at = Sse.source(c, o, sk), low = Sse.low(c, o, sk, at), high = Sse.high(c, o, sk, at);
            long a = c.vector.xmm[o.dr << 1], b = c.vector.xmm[(o.dr << 1) + 1];
            Sse.set(c, o.dr, chosenBytes(a, b, low, 15), chosenBytes(a, b, high, 15));
        } else {
            Mmx.check(c);
            long choice = Mmx.source(c, o, sk, 8);
            Mmx.finish(c, o.dr, chosenBytes(c.x87.significands[o.dr], 0, choice, 7));
        }
    }

    private static long chosenBytes(long low, long high, long choice, int mask) {
        long result = 0;
        for (int i = 0; i < 64; i += 8) {
            int n = (int) (choice >>> i);
            if ((n & 0x80) == 0) result |= (((n & mask) > 7 ? high : low) >>> 8 * (n & 7) & 0xFF) << i;
        }
        return result;
    }

    static void palignr(Cpu c, Op o, int w, int dk, int sk) {
        int bytes = (int) o.immediate;
        if (dk == Kind.XMM) {
            Sse.check(c);
            long at = Sse.source(c, o, sk), low = Sse.low(c, o, sk, at), high = Sse.high(c, o, sk, at);
            long a = c.vector.xmm[o.dr << 1], b = c.vector.xmm[(o.dr << 1) + 1];
            Sse.set(c, o.dr, window(low, high, a, b, bytes), window(low, high, a, b, bytes + 8));
        } else {
            Mmx.check(c);
            long source = Mmx.source(c, o, sk, 8);
            Mmx.finish(c, o.dr, window(source, c.x87.significands[o.dr], 0, 0, bytes));
        }
    }

    /** Eight bytes of the 32 bytes of four longs, from byte {@code from} on; the 32 are followed by zeros. */
    private static long window(long a, long b, long c, long d, int from) {
        long first = quadword(a, b, c, d, from >> 3), second = quadword(a, b, c, d, (from >> 3) + 1);
        int bits = 8 * (from & 7);
        return bits == 0 ? first : first >>> bits | second << 64 - bits;
    }

    private static long quadword(long a, long b, long c, long d, int n) {
        return switch (n) {
            case 0 -> a;
            case 1 -> b;
            case 2 -> c;
            case 3 -> d;
            default -> 0;
        };
    }

    static void psrldq(Cpu c, Op o, int w, int dk, int sk) {
        Sse.check(c);
        long a = c.vector.xmm[o.dr << 1], b = c.vector.xmm[(o.dr << 1) + 1];
        Sse.set(c, o.dr, window(a, b, 0, 0, (int) o.immediate), window(a, b, 0, 0, (int) o.immediate + 8));
    }

    static void pslldq(Cpu c, Op o, int w, int dk, int sk) {
        Sse.check(c);
        int bytes = Math.min(16, (int) o.immediate);
        long a = c.vector.xmm[o.dr << 1], b = c.vector.xmm[(o.dr << 1) + 1];
        Sse.set(c, o.dr, window(0, 0, a, b, 16 - bytes), window(0, 0, a, b, 24 - bytes));
    }

    // ---- blends ----

    static void pblendvb(Cpu c, Op o, int w, int dk, int sk) { blendBySign(c, o, sk, Lanes.BYTES); }

    static void blendvps(Cpu c, Op o, int w, int dk, int sk) { blendBySign(c, o, sk, Lanes.DWORDS); }

    static void blendvpd(Cpu c, Op o, int w, int dk, int sk) { blendBySign(c, o, sk, Long.MIN_VALUE); }

    /** Takes the source's lane where the lane's sign bit in XMM0 is 1. */
    private static void blendBySign(Cpu c, Op o, int sk, long tops) {
        Sse.check(c);
        long at = Sse.source(c, o, sk), low = Sse.low(c, o, sk, at), high = Sse.high(c, o, sk, at);
        long[] x = c.vector.xmm;
        long m0 = Lanes.spread(x[0] & tops, tops), m1 = Lanes.spread(x[1] & tops, tops);
        Sse.set(c, o.dr, x[o.dr << 1] & ~m0 | low & m0, x[(o.dr << 1) + 1] & ~m1 | high & m1);
    }

    static void pblendw(long[] x, int i, long low, long high, int immediate) { blend(x, i, low, high, immediate, 16); }

    static void blendps(long[] x, int i, long low, long high, int immediate) { blend(x, i, low, high, immediate, 32); }

    static void blendpd(long[] x, int i, long low, long high, int immediate) { blend(x, i, low, high, immediate, 64); }

    private static void blend(long[] x, int i, long low, long high, int immediate, int bits) {
        int lanes = 64 / bits;
        long m0 = mask(immediate, bits), m1 = mask(immediate >> lanes, bits);
        x[i] = x[i] & ~m0 | low & m0;
        x[i + 1] = x[i + 1] & ~m1 | high & m1;
    }

    /** All ones in the lanes whose bits in the immediate are set. */
    private static long mask(int immediate, int bits) {
        long mask = 0;
        for (int n = 0; n < 64 / bits; n++) if ((immediate >> n & 1) != 0) mask |= -1L >>> 64 - bits << n * bits;
        return mask;
    }
}
