package hv.cpu.real;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hv.cpu.state.X87State;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Arithmetic against exact fractions, at all precisions and roundings, with every exception masked. */
class ArithmeticTests {
    private static final int CASES = 600;
    private static final Format[] PRECISIONS = {Format.arithmetic(0), null, Format.arithmetic(0x200), Format.EXTENDED};

    private final RealUnit u = new RealUnit();

    /** One of the operations with two operands. */
    private interface Operation {
        void apply(RealUnit u, int xe, long xm, int ye, long ym);
    }

    private void holds(int precision, Operation operation, BinaryOperator<Exact> exact) {
        var x = new SpecialReals(precision);
        var y = new SpecialReals(precision + 100);
        for (int i = 0; i < CASES; i++) {
            x.next();
            y.near(x.exponent, x.significand);
            if (x.significand == 0 || y.significand == 0) continue;
            var value = exact.apply(Exact.of(x.exponent, x.significand), Exact.of(y.exponent, y.significand));
            for (int rounding = 0; rounding < 4 && !value.zero(); rounding++) {
                u.begin(0x7F | precision << 8 | rounding << 10);
                operation.apply(u, x.exponent, x.significand, y.exponent, y.significand);
                assertEquals(withDenormal(value.round(PRECISIONS[precision], rounding), denormal(x) || denormal(y)), Exact.Result.of(u),
                        "%04x:%016x and %04x:%016x, rounding %d".formatted(x.exponent, x.significand, y.exponent, y.significand, rounding));
            }
        }
    }

    private static boolean denormal(SpecialReals x) { return Extended.denormal(x.exponent, x.significand); }

    private static Exact.Result withDenormal(Exact.Result result, boolean denormal) {
        return new Exact.Result(result.exponent(), result.significand(), result.raised() | (denormal ? X87State.DE : 0));
    }

    @ParameterizedTest @ValueSource(ints = {0, 2, 3}) void sumsAreExactAndRoundedOnce(int precision) {
        holds(precision, Addition::add, Exact::plus);
    }

    @ParameterizedTest @ValueSource(ints = {0, 2, 3}) void differencesAreExactAndRoundedOnce(int precision) {
        holds(precision, Addition::subtract, Exact::minus);
    }

    @ParameterizedTest @ValueSource(ints = {0, 2, 3}) void productsAreExactAndRoundedOnce(int precision) {
        holds(precision, Multiplication::multiply, Exact::times);
    }

    @ParameterizedTest @ValueSource(ints = {0, 2, 3}) void quotientsAreExactAndRoundedOnce(int precision) {
        holds(precision, Division::divide, Exact::over);
    }

    @ParameterizedTest @ValueSource(ints = {0, 2, 3}) void rootsAreExactAndRoundedOnce(int precision) {
        var x = new SpecialReals(precision);
        for (int i = 0; i < CASES; i++) {
            x.next();
            int e = x.exponent & Extended.MAX_EXPONENT;
            if (x.significand == 0) continue;
            for (int rounding = 0; rounding < 4; rounding++) {
                SquareRoot.root(u.begin(0x7F | precision << 8 | rounding << 10), e, x.significand);
                var expected = Exact.of(e, x.significand).root().round(PRECISIONS[precision], rounding);
                assertEquals(withDenormal(expected, denormal(x)), Exact.Result.of(u), "%04x:%016x, rounding %d".formatted(e, x.significand, rounding));
            }
        }
    }

    @Test void remaindersAreWhatTheQuotientLeaves() {
        var x = new SpecialReals(7);
        var y = new SpecialReals(8);
        for (int i = 0; i < CASES; i++) {
            x.next();
            y.near(x.exponent, x.significand);
            if (x.significand == 0 || y.significand == 0) continue;
            remainder(x, y);
        }
    }

    /** Steps until the remainder is complete. */
    private void remainder(SpecialReals x, SpecialReals y) {
        var quotient = Exact.of(x.exponent, x.significand).over(Exact.of(y.exponent, y.significand)).truncated();
        int e = x.exponent, codes = X87State.C2;
        long m = x.significand;
        for (int step = 0; (codes & X87State.C2) != 0; step++) {
            codes = Remainder.truncating(u.begin(0x37F), e, m, y.exponent, y.significand);
            e = u.exponent;
            m = u.significand;
            if (step > 1100) throw new AssertionError("no end");
        }
        var left = Exact.of(x.exponent, x.significand).minus(Exact.of(quotient).times(Exact.of(y.exponent, y.significand)));
        var expected = left.zero() ? new Exact.Result(x.exponent & Extended.SIGN, 0, 0) : left.round(Format.EXTENDED, 0);
        assertEquals("%04x:%016x".formatted(expected.exponent(), expected.significand()), "%04x:%016x".formatted(e, m));
        int low = quotient.abs().intValue() & 7;
        assertEquals(low, ((codes & X87State.C0) != 0 ? 4 : 0) | ((codes & X87State.C3) != 0 ? 2 : 0) | ((codes & X87State.C1) != 0 ? 1 : 0));
    }
}
