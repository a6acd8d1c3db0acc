package hv.cpu.simd;

/**
 * Multiplication of polynomials over GF(2).
 *
 * @sdm 2B "PCLMULQDQ—Carry-Less Multiplication Quadword"
 */
final class CarryLess {
    private CarryLess() {}

    static void pclmulqdq(long[] x, int i, long low, long high, int immediate) {
        long a = (immediate & 1) != 0 ? x[i + 1] : x[i], b = (immediate & 0x10) != 0 ? high : low;
        long lower = 0, upper = 0;
        for (long rest = b; rest != 0; rest &= rest - 1) {
            int n = Long.numberOfTrailingZeros(rest);
            lower ^= a << n;
            upper ^= n == 0 ? 0 : a >>> 64 - n;
        }
        x[i] = lower;
        x[i + 1] = upper;
    }
}
