package hv.cpu.simd;

import hv.api.x86.Rflags;
import hv.cpu.decode.Kind;
import hv.cpu.decode.Op;
import hv.cpu.semantics.Cpu;
import hv.cpu.semantics.Operands;
import hv.cpu.state.Registers;

/**
 * PCMPESTRI, PCMPESTRM, PCMPISTRI and PCMPISTRM. The source may lie anywhere in memory.
 *
 * @sdm 2B "Imm8 Control Byte Operation for PCMPESTRI / PCMPESTRM / PCMPISTRI / PCMPISTRM"
 */
final class StringComparison {
    private static final int WORDS = 1, SIGNED = 2, AGGREGATION = 3 << 2, NEGATIVE = 1 << 4, MASKED = 1 << 5, HIGHEST = 1 << 6, EXPANDED = 1 << 6;
    private static final int ANY = 0, RANGES = 1 << 2, EACH = 2 << 2;

    private StringComparison() {}

    static void pcmpestri(Cpu c, Op o, int w, int dk, int sk) { run(c, o, sk, 4, true); }
    static void pcmpestriq(Cpu c, Op o, int w, int dk, int sk) { run(c, o, sk, 8, true); }
    static void pcmpestrm(Cpu c, Op o, int w, int dk, int sk) { run(c, o, sk, 4, false); }
    static void pcmpestrmq(Cpu c, Op o, int w, int dk, int sk) { run(c, o, sk, 8, false); }
    static void pcmpistri(Cpu c, Op o, int w, int dk, int sk) { run(c, o, sk, 0, true); }
    static void pcmpistrm(Cpu c, Op o, int w, int dk, int sk) { run(c, o, sk, 0, false); }

    /** @param explicit bytes of rAX and rDX that hold the lengths; 0 where strings end at their first 0 */
    private static void run(Cpu c, Op o, int sk, int explicit, boolean index) {
        Sse.check(c);
        long at = sk == Kind.MEM ? Sse.unaligned(c, o, false) : 0, low = Sse.low(c, o, sk, at), high = Sse.high(c, o, sk, at);
        int control = (int) o.immediate, count = (control & WORDS) != 0 ? 8 : 16;
        var first = new Text(c.vector.xmm[o.dr << 1], c.vector.xmm[(o.dr << 1) + 1], control);
        var second = new Text(low, high, control);
        int length1 = explicit > 0 ? length(c.r[Registers.RAX], explicit, count) : first.length();
        int length2 = explicit > 0 ? length(c.r[Registers.RDX], explicit, count) : second.length();
        int result = polarity(control, count, length2, compare(control & AGGREGATION, count, first, length1, second, length2));
        if (index) Operands.setRegister(c, 4, Registers.RCX, index(control, count, result));
        else mask(c, control, count, result);
        c.flags.setStatus((result != 0 ? Rflags.CF : 0) | (length2 < count ? Rflags.ZF : 0) | (length1 < count ? Rflags.SF : 0)
                | ((result & 1) != 0 ? Rflags.OF : 0));
    }

    /** An operand as sixteen bytes or eight words. */
    private record Text(long low, long high, int control) {
        int at(int n) {
            boolean words = (control & WORDS) != 0, signed = (control & SIGNED) != 0;
            int bit = words ? 16 * n : 8 * n;
            int value = (int) ((bit > 63 ? high : low) >>> (bit & 63));
            return words ? signed ? (short) value : value & 0xFFFF : signed ? (byte) value : value & 0xFF;
        }

        /** The number of elements before the first 0. */
        int length() {
            int count = (control & WORDS) != 0 ? 8 : 16;
            for (int n = 0; n < count; n++) if (at(n) == 0) return n;
            return count;
        }
    }

    private static int length(long register, int bytes, int count) {
        long value = bytes == 8 ? register : (int) register;
        return value > -count && value < count ? (int) Math.abs(value) : count;
    }

    /** The result of the comparison, a bit for each element of the second operand. */
    private static int compare(int aggregation, int count, Text first, int length1, Text second, int length2) {
        int result = 0;
        for (int n = 0; n < count; n++) {
            boolean holds = switch (aggregation) {
                case ANY -> n < length2 && isAny(first, length1, second.at(n));
                case RANGES -> n < length2 && isInRange(first, length1, second.at(n));
                case EACH -> n < length1 && n < length2 ? first.at(n) == second.at(n) : n >= length1 && n >= length2;
                default -> startsAt(count, first, length1, second, length2, n);
            };
            if (holds) result |= 1 << n;
        }
        return result;
    }

    private static boolean isAny(Text set, int length, int element) {
        for (int n = 0; n < length; n++) if (set.at(n) == element) return true;
        return false;
    }

    private static boolean isInRange(Text ranges, int length, int element) {
        for (int n = 0; n + 1 < length; n += 2) if (ranges.at(n) <= element && element <= ranges.at(n + 1)) return true;
        return false;
    }

    /** Whether the first text starts at this element of the second. The part of it beyond the end of the register is not compared. */
    private static boolean startsAt(int count, Text first, int length1, Text second, int length2, int from) {
        for (int n = 0; n < length1 && from + n < count; n++)
            if (from + n >= length2 || first.at(n) != second.at(from + n)) return false;
        return true;
    }

    private static int polarity(int control, int count, int length2, int result) {
        if ((control & NEGATIVE) == 0) return result;
        return result ^ ((control & MASKED) != 0 ? (1 << length2) - 1 : (1 << count) - 1);
    }

    private static int index(int control, int count, int result) {
        if (result == 0) return count;
        return (control & HIGHEST) != 0 ? 31 - Integer.numberOfLeadingZeros(result) : Integer.numberOfTrailingZeros(result);
    }

    private static void mask(Cpu c, int control, int count, int result) {
        if ((control & EXPANDED) == 0) {
            Sse.set(c, 0, result, 0);
            return;
        }
        int perHalf = count / 2, bits = 128 / count;
        Sse.set(c, 0, expanded(result, perHalf, bits), expanded(result >> perHalf, perHalf, bits));
    }

    private static long expanded(int result, int elements, int bits) {
        long mask = 0;
        for (int n = 0; n < elements; n++) if ((result >> n & 1) != 0) mask |= (1L << bits) - 1 << n * bits;
        return mask;
    }
}
