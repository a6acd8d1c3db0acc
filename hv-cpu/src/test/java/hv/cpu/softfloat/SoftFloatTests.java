package hv.cpu.softfloat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.cpu.state.VectorState;
import java.math.BigDecimal;
import java.util.Random;
import java.util.function.BinaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Finite operands against exact arithmetic: result and exceptions, in every rounding mode. */
class SoftFloatTests {
    private static final int CASES = 4_000;

    private final VectorState v = new VectorState();
    private final Random random = new Random(7);

    @FunctionalInterface
    private interface Operation {
        long apply(VectorState v, Format f, long a, long b);
    }

    @ParameterizedTest
    @CsvSource({"false, 0", "false, 1", "false, 2", "false, 3", "true, 0", "true, 1", "true, 2", "true, 3"})
    void arithmeticIsTheExactResultRounded(boolean single, int mode) {
        var exact = new Exact(single);
        v.mxcsr = VectorState.MXCSR_INITIAL | mode << 13;
        for (int i = 0; i < CASES; i++) {
            long a = operand(single), b = random.nextInt(4) == 0 ? a ^ random.nextInt(8) ^ sign(single) : operand(single);
            check("add", exact, single, mode, a, b, BigDecimal::add, SoftFloat::add);
            check("subtract", exact, single, mode, a, b, BigDecimal::subtract, SoftFloat::subtract);
            check("multiply", exact, single, mode, a, b, BigDecimal::multiply, SoftFloat::multiply);
            if (i % 8 == 0 && exact.value(b).signum() != 0) check("divide", exact, single, mode, a, b, Exact::quotient, SoftFloat::divide);
        }
    }

    @ParameterizedTest
    @CsvSource({"false, 0", "false, 1", "false, 2", "false, 3", "true, 0", "true, 1", "true, 2", "true, 3"})
    void rootsAreTheExactResultRounded(boolean single, int mode) {
        var exact = new Exact(single);
        v.mxcsr = VectorState.MXCSR_INITIAL | mode << 13;
        for (int i = 0; i < CASES / 40; i++) {
            long a = operand(single) & ~sign(single);
            check("root", exact, single, mode, a, a, (x, y) -> Exact.root(x), (v, f, x, y) -> SoftFloat.squareRoot(v, f, x));
        }
    }

    private void check(String what, Exact exact, boolean single, int mode, long a, long b, BinaryOperator<BigDecimal> right, Operation ours) {
        var result = right.apply(exact.value(a), exact.value(b));
        if (result.signum() == 0) return;
        v.raised = 0;
        long bits = ours.apply(v, single ? Format.SINGLE : Format.DOUBLE, a, b), expected = exact.rounded(result, mode);
        int flags = flags(exact, result, expected, mode);
        assertEquals(Long.toHexString(expected) + " " + flags, Long.toHexString(bits) + " " + (v.raised & ~VectorState.DE),
                () -> what + " " + Long.toHexString(a) + " " + Long.toHexString(b));
    }

    private static int flags(Exact exact, BigDecimal result, long rounded, int mode) {
        boolean inexact = exact.inexact(result, rounded);
        int overflow = exact.overflows(result, mode) ? VectorState.OE : 0;
        return overflow | (inexact ? VectorState.PE : 0) | (inexact && exact.tiny(result, mode) ? VectorState.UE : 0);
    }

    private static long sign(boolean single) { return single ? 1L << 31 : 1L << 63; }

    /** Finite; exponents near 0, near the ends, or any; often few bits set. */
    private long operand(boolean single) {
        int fraction = single ? 23 : 52, exponents = single ? 255 : 2047;
        long mask = (1L << fraction) - 1, bits = random.nextLong() & mask;
        if (random.nextInt(3) == 0) bits &= -1L << random.nextInt(fraction);
        int exponent = switch (random.nextInt(4)) {
            case 0 -> random.nextInt(exponents);
            case 1 -> random.nextInt(3);
            case 2 -> exponents - 1 - random.nextInt(3);
            default -> exponents / 2 + random.nextInt(64) - 32;
        };
        return (random.nextBoolean() ? sign(single) : 0) | (long) exponent << fraction | bits;
    }
}
