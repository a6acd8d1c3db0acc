package hv.cpu.semantics;

import static hv.cpu.semantics.Operands.destination;
import static hv.cpu.semantics.Operands.loadDestination;
import static hv.cpu.semantics.Operands.store;

import hv.cpu.decode.Op;
import hv.cpu.state.Flags;

/**
 * Rotates: they change CF and OF alone, and neither where the masked count is 0. For counts above 1 (undefined by the manual) OF follows the
 * rule for 1.
 *
 * @sdm 2B "RCL/RCR/ROL/ROR"
 */
final class Rotates {
    private Rotates() {}

    /** @param n 1 to 63 */
    static long rol(Flags f, int w, long a, int n) {
        int bits = Width.bits(w), by = n & bits - 1;
        long result = by == 0 ? a : a << by | Width.unsigned(w, a) >>> bits - by;
        f.rotate(result, result ^ Width.top(w, result));
        return result;
    }

    /** @param n 1 to 63 */
    static long ror(Flags f, int w, long a, int n) {
        int bits = Width.bits(w), by = n & bits - 1;
        long result = by == 0 ? a : Width.unsigned(w, a) >>> by | a << bits - by;
        long top = Width.top(w, result);
        f.rotate(top, top ^ result >>> bits - 2);
        return result;
    }

    /** Rotates CF and {@code a} as one value, in which CF stands above the highest bit. @param n 1 to 63 */
    static long rcl(Flags f, int w, long a, int n) {
        int bits = Width.bits(w), by = n % (bits + 1);
        if (by == 0) return unrotated(f, w, a);
        long value = Width.unsigned(w, a);
        long result = shiftedLeft(value, by) | f.carry() << by - 1 | shiftedRight(value, bits + 1 - by);
        long cf = value >>> bits - by;
        f.rotate(cf, cf ^ Width.top(w, result));
        return result;
    }

    /** @param n 1 to 63 */
    static long rcr(Flags f, int w, long a, int n) {
        int bits = Width.bits(w), by = n % (bits + 1);
        if (by == 0) return unrotated(f, w, a);
        long value = Width.unsigned(w, a);
        long result = shiftedRight(value, by) | f.carry() << bits - by | shiftedLeft(value, bits + 1 - by);
        f.rotate(value >>> by - 1, Width.top(w, result) ^ result >>> bits - 2);
        return result;
    }

    /** Rotates by whole turns: the operand and CF stay, and OF is set nevertheless. */
    private static long unrotated(Flags f, int w, long a) {
        f.rotate(f.carry(), f.carry() ^ Width.top(w, a));
        return a;
    }

    /** Shifts by 1 to 64; Java's operator takes 64 for 0. */
    private static long shiftedLeft(long value, int by) { return value << by - 1 << 1; }
    private static long shiftedRight(long value, int by) { return value >>> by - 1 >>> 1; }

    static void rol(Cpu c, Op o, int w, int dk, int sk) {
        long at = destination(c, o, w, dk);
        long a = loadDestination(c, o, w, dk, at);
        int n = Shifts.count(c, o, w, sk);
        store(c, o, w, dk, at, n == 0 ? a : rol(c.flags, w, a, n));
    }

    static void ror(Cpu c, Op o, int w, int dk, int sk) {
        long at = destination(c, o, w, dk);
        long a = loadDestination(c, o, w, dk, at);
        int n = Shifts.count(c, o, w, sk);
        store(c, o, w, dk, at, n == 0 ? a : ror(c.flags, w, a, n));
    }

    static void rcl(Cpu c, Op o, int w, int dk, int sk) {
        long at = destination(c, o, w, dk);
        long a = loadDestination(c, o, w, dk, at);
        int n = Shifts.count(c, o, w, sk);
        store(c, o, w, dk, at, n == 0 ? a : rcl(c.flags, w, a, n));
    }

    static void rcr(Cpu c, Op o, int w, int dk, int sk) {
        long at = destination(c, o, w, dk);
        long a = loadDestination(c, o, w, dk, at);
        int n = Shifts.count(c, o, w, sk);
        store(c, o, w, dk, at, n == 0 ? a : rcr(c.flags, w, a, n));
    }
}
