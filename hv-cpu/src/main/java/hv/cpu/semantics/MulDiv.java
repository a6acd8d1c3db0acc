package hv.cpu.semantics;

import static hv.cpu.semantics.Operands.first;
import static hv.cpu.semantics.Operands.load;
import static hv.cpu.semantics.Operands.source;
import static hv.cpu.state.Registers.RAX;
import static hv.cpu.state.Registers.RDX;

import hv.api.x86.ExceptionVector;
import hv.cpu.decode.Kind;
import hv.cpu.decode.Op;
import hv.cpu.real.WideDivision;
import hv.cpu.state.Flags;

/**
 * Multiplication and division. Of the flags that the manual leaves undefined, a multiplication sets SF, ZF and PF by the low half of the product
 * and clears AF; a division changes none.
 */
final class MulDiv {
    private MulDiv() {}

    /** IMUL with two or three operands: the product truncated to {@code w}. CF and OF are set where the product did not fit. */
    static long imul(Flags f, int w, long a, long b) {
        long x = Width.signed(w, a), y = Width.signed(w, b), full = x * y;
        long result = Width.signed(w, full);
        boolean fits = w == 8 ? Math.multiplyHigh(x, y) == full >> 63 : result == full;
        productFlags(f, result, fits);
        return result;
    }

    private static void productFlags(Flags f, long low, boolean fits) { f.shift(low, fits ? 0 : 1, fits ? 0 : 1); }

    static void imul(Cpu c, Op o, int w, int dk, int sk) {
        if (sk == Kind.NONE) {
            long a = Width.signed(w, c.r[RAX]), b = Width.signed(w, first(c, o, w, dk)), low = a * b;
            setProduct(c, w, low, w == 8 ? Math.multiplyHigh(a, b) : low >> (w << 3));
            productFlags(c.flags, Width.signed(w, low), w == 8 ? Math.multiplyHigh(a, b) == low >> 63 : Width.signed(w, low) == low);
            return;
        }
        long a = o.tk == Kind.NONE ? c.r[o.dr] : load(c, o, w, o.tk, o.tr);
        Operands.setRegister(c, w, o.dr, imul(c.flags, w, a, source(c, o, w, sk)));
    }

    static void mul(Cpu c, Op o, int w, int dk, int sk) {
        long a = Width.unsigned(w, c.r[RAX]), b = Width.unsigned(w, first(c, o, w, dk)), low = a * b;
        long high = w == 8 ? Math.unsignedMultiplyHigh(a, b) : low >>> (w << 3);
        setProduct(c, w, low, high);
        productFlags(c.flags, Width.signed(w, low), high == 0);
    }

    /** Stores a product to AX, DX:AX, EDX:EAX or RDX:RAX. */
    private static void setProduct(Cpu c, int w, long low, long high) {
        if (w == 1) {
            Operands.setRegister(c, 2, RAX, low);
            return;
        }
        Operands.setRegister(c, w, RAX, low);
        Operands.setRegister(c, w, RDX, high);
    }

    static void div(Cpu c, Op o, int w, int dk, int sk) {
        long by = Width.unsigned(w, first(c, o, w, dk));
        long high = w == 1 ? c.r[RAX] >>> 8 & 0xFF : Width.unsigned(w, c.r[RDX]);
        if (Long.compareUnsigned(high, by) >= 0) throw c.fault(ExceptionVector.DE);
        if (w == 8) {
            long low = c.r[RAX], quotient = WideDivision.quotient(high, low, by);
            setQuotient(c, w, quotient, low - quotient * by);
            return;
        }
        long dividend = high << (w << 3) | Width.unsigned(w, c.r[RAX]);
        setQuotient(c, w, Long.divideUnsigned(dividend, by), Long.remainderUnsigned(dividend, by));
    }

    static void idiv(Cpu c, Op o, int w, int dk, int sk) {
        long by = Width.signed(w, first(c, o, w, dk));
        if (by == 0) throw c.fault(ExceptionVector.DE);
        if (w == 8) {
            idiv128(c, by);
            return;
        }
        long dividend = w == 1 ? Width.signed(2, c.r[RAX]) : Width.signed(w, c.r[RDX]) << (w << 3) | Width.unsigned(w, c.r[RAX]);
        long quotient = dividend / by;
        if (quotient != Width.signed(w, quotient)) throw c.fault(ExceptionVector.DE);
        setQuotient(c, w, quotient, dividend - quotient * by);
    }

    private static void idiv128(Cpu c, long by) {
        long high = c.r[RDX], low = c.r[RAX], magnitude = Math.abs(by);
        boolean negative = high < 0;
        long absoluteLow = negative ? -low : low;
        long absoluteHigh = negative ? ~high + (low == 0 ? 1 : 0) : high;
        if (Long.compareUnsigned(absoluteHigh, magnitude) >= 0) throw c.fault(ExceptionVector.DE);
        long absolute = WideDivision.quotient(absoluteHigh, absoluteLow, magnitude);
        long quotient = negative == by < 0 ? absolute : -absolute;
        if (absolute != 0 && quotient < 0 != (negative != by < 0)) throw c.fault(ExceptionVector.DE);
        setQuotient(c, 8, quotient, low - quotient * by);
    }

    /** Stores quotient and remainder to AL and AH, or to rAX and rDX. */
    private static void setQuotient(Cpu c, int w, long quotient, long remainder) {
        if (w == 1) {
            Operands.setRegister(c, 2, RAX, quotient & 0xFF | remainder << 8);
            return;
        }
        Operands.setRegister(c, w, RAX, quotient);
        Operands.setRegister(c, w, RDX, remainder);
    }
}
