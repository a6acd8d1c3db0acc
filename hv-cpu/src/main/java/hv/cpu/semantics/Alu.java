package hv.cpu.semantics;

import static hv.cpu.semantics.Operands.destination;
import static hv.cpu.semantics.Operands.first;
import static hv.cpu.semantics.Operands.loadDestination;
import static hv.cpu.semantics.Operands.source;
import static hv.cpu.semantics.Operands.store;

import hv.cpu.decode.Op;
import hv.cpu.state.Flags;

/**
 * Addition, subtraction and logic, each as a pair: a function on values (longs of which the low {@code w} bytes count; it returns the result
 * sign-extended and sets the flags) and the operation on operands that uses it.
 */
final class Alu {
    private Alu() {}

    static long add(Flags f, int w, long a, long b) { return sum(f, w, a, b, Width.signed(w, a + b)); }
    static long adc(Flags f, int w, long a, long b) { return sum(f, w, a, b, Width.signed(w, a + b + f.carry())); }
    static long sub(Flags f, int w, long a, long b) { return difference(f, w, a, b, Width.signed(w, a - b)); }
    static long sbb(Flags f, int w, long a, long b) { return difference(f, w, a, b, Width.signed(w, a - b - f.carry())); }
    static long and(Flags f, int w, long a, long b) { return logic(f, Width.signed(w, a & b)); }
    static long or(Flags f, int w, long a, long b) { return logic(f, Width.signed(w, a | b)); }
    static long xor(Flags f, int w, long a, long b) { return logic(f, Width.signed(w, a ^ b)); }

    static long inc(Flags f, int w, long a) {
        long result = Width.signed(w, a + 1);
        f.arithmeticKeepingCarry(w, result, a & ~result);
        return result;
    }

    static long dec(Flags f, int w, long a) {
        long result = Width.signed(w, a - 1);
        f.arithmeticKeepingCarry(w, result, ~a & result);
        return result;
    }

    /** Sets the flags of a sum, with the carry out of each bit: 1 where both operands' bits are 1, or where one of them is and the sum's is not. */
    private static long sum(Flags f, int w, long a, long b, long result) {
        f.arithmetic(w, result, a & b | (a | b) & ~result);
        return result;
    }

    /** Sets the flags of a difference, with the borrow out of each bit. */
    private static long difference(Flags f, int w, long a, long b, long result) {
        f.arithmetic(w, result, ~a & b | (~a | b) & result);
        return result;
    }

    private static long logic(Flags f, long result) {
        f.logic(result);
        return result;
    }

    static void add(Cpu c, Op o, int w, int dk, int sk) {
        long at = destination(c, o, w, dk);
        store(c, o, w, dk, at, add(c.flags, w, loadDestination(c, o, w, dk, at), source(c, o, w, sk)));
    }

    static void adc(Cpu c, Op o, int w, int dk, int sk) {
        long at = destination(c, o, w, dk);
        store(c, o, w, dk, at, adc(c.flags, w, loadDestination(c, o, w, dk, at), source(c, o, w, sk)));
    }

    static void sub(Cpu c, Op o, int w, int dk, int sk) {
        long at = destination(c, o, w, dk);
        store(c, o, w, dk, at, sub(c.flags, w, loadDestination(c, o, w, dk, at), source(c, o, w, sk)));
    }

    static void sbb(Cpu c, Op o, int w, int dk, int sk) {
        long at = destination(c, o, w, dk);
        store(c, o, w, dk, at, sbb(c.flags, w, loadDestination(c, o, w, dk, at), source(c, o, w, sk)));
    }

    static void and(Cpu c, Op o, int w, int dk, int sk) {
        long at = destination(c, o, w, dk);
        store(c, o, w, dk, at, and(c.flags, w, loadDestination(c, o, w, dk, at), source(c, o, w, sk)));
    }

    static void or(Cpu c, Op o, int w, int dk, int sk) {
        long at = destination(c, o, w, dk);
        store(c, o, w, dk, at, or(c.flags, w, loadDestination(c, o, w, dk, at), source(c, o, w, sk)));
    }

    static void xor(Cpu c, Op o, int w, int dk, int sk) {
        long at = destination(c, o, w, dk);
        store(c, o, w, dk, at, xor(c.flags, w, loadDestination(c, o, w, dk, at), source(c, o, w, sk)));
    }

    static void cmp(Cpu c, Op o, int w, int dk, int sk) { sub(c.flags, w, first(c, o, w, dk), source(c, o, w, sk)); }

    static void test(Cpu c, Op o, int w, int dk, int sk) { and(c.flags, w, first(c, o, w, dk), source(c, o, w, sk)); }

    static void inc(Cpu c, Op o, int w, int dk, int sk) {
        long at = destination(c, o, w, dk);
        store(c, o, w, dk, at, inc(c.flags, w, loadDestination(c, o, w, dk, at)));
    }

    static void dec(Cpu c, Op o, int w, int dk, int sk) {
        long at = destination(c, o, w, dk);
        store(c, o, w, dk, at, dec(c.flags, w, loadDestination(c, o, w, dk, at)));
    }

    static void neg(Cpu c, Op o, int w, int dk, int sk) {
        long at = destination(c, o, w, dk);
        store(c, o, w, dk, at, sub(c.flags, w, 0, loadDestination(c, o, w, dk, at)));
    }

    static void not(Cpu c, Op o, int w, int dk, int sk) {
        long at = destination(c, o, w, dk);
        store(c, o, w, dk, at, ~loadDestination(c, o, w, dk, at));
    }
}
