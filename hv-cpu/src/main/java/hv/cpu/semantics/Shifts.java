package hv.cpu.semantics;

import static hv.cpu.semantics.Operands.destination;
import static hv.cpu.semantics.Operands.loadDestination;
import static hv.cpu.semantics.Operands.store;

import hv.cpu.decode.Kind;
import hv.cpu.decode.Op;
import hv.cpu.state.Flags;
import hv.cpu.state.Registers;

/**
 * Shifts. Counts are masked to 5 bits (6 for 8 bytes); a count of 0 leaves the flags alone. Where the manual leaves OF undefined (counts above 1), OF
 * gets the value that the rule for a count of 1 gives. AF is cleared.
 *
 * @sdm 2B "SAL/SAR/SHL/SHR"
 */
final class Shifts {
    private Shifts() {}

    /** @param n 1 to 63 */
    static long shl(Flags f, int w, long a, int n) {
        int bits = Width.bits(w);
        long result = Width.signed(w, a << n);
        long cf = n <= bits ? a >>> bits - n : 0;
        f.shift(result, cf, cf ^ result >>> 63);
        return result;
    }

    /** Shifts right, unsigned. OF is the highest bit of the operand before the last of its shifts by one. @param n 1 to 63 */
    static long shr(Flags f, int w, long a, int n) {
        long before = Width.unsigned(w, a) >>> n - 1;
        long result = Width.signed(w, before >>> 1);
        f.shift(result, before, Width.top(w, before));
        return result;
    }

    /** @param n 1 to 63 */
    static long sar(Flags f, int w, long a, int n) {
        long before = Width.signed(w, a) >> n - 1;
        f.shift(before >> 1, before, 0);
        return before >> 1;
    }

    /**
     * Shifts {@code a} left, filling from the top of {@code b}. With 16 bits and a count above 16 (undefined by the manual) the bits of {@code a}
     * follow those of {@code b}.
     *
     * @param n 1 to 63
     */
    static long shld(Flags f, int w, long a, long b, int n) {
        return switch (w) {
            case 8 -> doubleShifted(f, w, a, a << n | b >>> 64 - n, a >>> 64 - n);
            case 4 -> {
                long pair = a << 32 | b & 0xFFFF_FFFFL;
                yield doubleShifted(f, w, a, pair << n >>> 32, pair >>> 64 - n);
            }
            default -> {
                long triple = (a & 0xFFFF) << 32 | (b & 0xFFFF) << 16 | a & 0xFFFF;
                yield doubleShifted(f, w, a, triple << n >>> 32, triple >>> 48 - n);
            }
        };
    }

    /** Shifts {@code a} right, filling from the bottom of {@code b}; see {@link #shld}. */
    static long shrd(Flags f, int w, long a, long b, int n) {
        return switch (w) {
            case 8 -> doubleShifted(f, w, a, a >>> n | b << 64 - n, a >>> n - 1);
            case 4 -> {
                long pair = b << 32 | a & 0xFFFF_FFFFL;
                yield doubleShifted(f, w, a, pair >>> n, pair >>> n - 1);
            }
            default -> {
                long triple = (a & 0xFFFF) << 32 | (b & 0xFFFF) << 16 | a & 0xFFFF;
                yield doubleShifted(f, w, a, triple >>> n, triple >>> n - 1);
            }
        };
    }

    /** The result of a double shift, with its flags; OF says whether the sign has changed. */
    private static long doubleShifted(Flags f, int w, long before, long after, long cf) {
        long result = Width.signed(w, after);
        f.shift(result, cf, Width.top(w, before ^ after));
        return result;
    }

    /** The second operand as a shift count: CL or an immediate. */
    static int count(Cpu c, Op o, int w, int sk) { return masked(w, sk == Kind.IMM ? o.immediate : c.r[o.sr]); }

    /** The third operand as a shift count: CL or an immediate. */
    private static int thirdCount(Cpu c, Op o, int w) { return masked(w, o.tk == Kind.IMM ? o.immediate : c.r[Registers.RCX]); }

    private static int masked(int w, long count) { return (int) count & (w == 8 ? 63 : 31); }

    static void shl(Cpu c, Op o, int w, int dk, int sk) {
        long at = destination(c, o, w, dk);
        long a = loadDestination(c, o, w, dk, at);
        int n = count(c, o, w, sk);
        store(c, o, w, dk, at, n == 0 ? a : shl(c.flags, w, a, n));
    }

    static void shr(Cpu c, Op o, int w, int dk, int sk) {
        long at = destination(c, o, w, dk);
        long a = loadDestination(c, o, w, dk, at);
        int n = count(c, o, w, sk);
        store(c, o, w, dk, at, n == 0 ? a : shr(c.flags, w, a, n));
    }

    static void sar(Cpu c, Op o, int w, int dk, int sk) {
        long at = destination(c, o, w, dk);
        long a = loadDestination(c, o, w, dk, at);
        int n = count(c, o, w, sk);
        store(c, o, w, dk, at, n == 0 ? a : sar(c.flags, w, a, n));
    }

    static void shld(Cpu c, Op o, int w, int dk, int sk) {
        long at = destination(c, o, w, dk);
        long a = loadDestination(c, o, w, dk, at);
        int n = thirdCount(c, o, w);
        store(c, o, w, dk, at, n == 0 ? a : shld(c.flags, w, a, c.r[o.sr], n));
    }

    static void shrd(Cpu c, Op o, int w, int dk, int sk) {
        long at = destination(c, o, w, dk);
        long a = loadDestination(c, o, w, dk, at);
        int n = thirdCount(c, o, w);
        store(c, o, w, dk, at, n == 0 ? a : shrd(c.flags, w, a, c.r[o.sr], n));
    }
}
