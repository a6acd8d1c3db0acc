package hv.cpu.assembler;

import hv.cpu.assembler.Argument.Memory;
import hv.cpu.assembler.Argument.Relative;
import hv.cpu.decode.ModRm;
import java.io.ByteArrayOutputStream;

/**
 * A memory operand in the instruction: the mod and rm fields of ModRM, a SIB byte, a displacement.
 *
 * @param modRm  0 where there is no ModRM byte
 * @param sib    -1 for none
 * @param rex    REX.X and REX.B
 * @param bytes  of the displacement
 * @param width  address size in bytes
 * @param target the displacement is to be the distance to it from the next instruction
 * @sdm 2A 2.1.5 "Addressing-Mode Encoding of ModR/M and SIB Bytes"
 */
record Address(int modRm, int sib, int rex, long displacement, int bytes, int width, boolean target, Memory written) {
    /** No memory operand. */
    static final Address NONE = new Address(0, -1, 0, 0, 0, 0, false, null);
    private static final int RSP = 4, RBP = 5, SIB = 4, NO_INDEX = 4 << 3, NO_BASE = 5, FULL_16 = 6;

    int length() { return (sib >= 0 ? 1 : 0) + bytes; }

    /** Writes all but the ModRM byte. @param next address of the next instruction */
    void write(ByteArrayOutputStream out, long next) throws Misfit {
        if (sib >= 0) out.write(sib);
        long value = target ? Octets.signed(displacement - next, width) : displacement;
        if (target && Octets.signed(value, 4) != value)
            throw new Misfit(written.place(), 4, written.text() + " is too far away: 32 bits of distance do not reach it");
        out.writeBytes(Octets.of(value, bytes));
    }

    /** An offset without ModRM. @param width address size, 0 if nothing tells it */
    static Address offset(Memory memory, Value value, int width, int codeWidth) throws Misfit {
        int bytes = width != 0 ? width : codeWidth == 64 ? 8 : reaching(value, codeWidth);
        if (!Octets.hold(value.number(), bytes)) throw tooFar(memory, value, bytes);
        return new Address(0, -1, 0, value.number(), bytes, bytes, false, memory);
    }

    private static Misfit tooFar(Memory memory, Value value, int bytes) {
        return new Misfit(memory.place(), bytes, memory.text() + " has room for " + 8 * bytes + " bits, into which " + value + " does not fit");
    }

    /** @param width address size, 0 if nothing tells it */
    static Address modRm(Memory memory, Value value, int width, int codeWidth, boolean wide) throws Misfit {
        if (memory.absolute()) return absolute(memory, value, width, codeWidth);
        if (memory.relative() != Relative.NOT) return relative(memory, value, width);
        return width == 2 ? address16(memory, value, wide) : address32(memory, value, width, wide);
    }

    private static Address absolute(Memory memory, Value value, int width, int codeWidth) throws Misfit {
        int size = width != 0 ? width : reaching(value, codeWidth);
        long number = value.number();
        boolean fits = size == 8 ? Octets.signed(number, 4) == number : Octets.hold(number, size);
        if (!fits)
            throw new Misfit(memory.place(), 4, value + " can't be an address here: without a register there is room for " + (size == 2 ? 16 : 32) + " bits"
                + (codeWidth == 64 ? "; put it into a register, or write [rel x]" : ""));
        if (size == 2) return new Address(FULL_16, -1, 0, number, 2, size, false, memory);
        if (codeWidth == 64) return new Address(SIB, NO_INDEX | NO_BASE, 0, number, 4, size, false, memory);
        return new Address(NO_BASE, -1, 0, number, 4, size, false, memory);
    }

    /** The usual address size, or 32 bits where they reach what that does not: 64-bit code sign-extends its 32 bits. */
    private static int reaching(Value value, int codeWidth) {
        boolean usual = codeWidth == 64 ? Octets.signed(value.number(), 4) == value.number() : Octets.hold(value.number(), codeWidth / 8);
        return usual ? codeWidth / 8 : 4;
    }

    private static Address relative(Memory memory, Value value, int width) throws Misfit {
        boolean distance = memory.relative() == Relative.BY_DISTANCE;
        if (distance && value.addresses() != 0)
            throw new Misfit(memory.place(), 8, "in " + memory.text() + " a distance is expected; the address itself is written [rel x]");
        if (distance && Octets.signed(value.number(), 4) != value.number()) throw tooFar(memory, value, 4);
        return new Address(NO_BASE, -1, 0, value.number(), 4, width == 0 ? 8 : width, !distance && value.known(), memory);
    }

    private static Address address16(Memory memory, Value value, boolean wide) throws Misfit {
        int rm = ModRm.rm16(memory.base(), memory.index());
        if (rm < 0 || memory.shift() != 0)
            throw new Misfit(memory.place(), 0, memory.text() + " is no 16-bit address: these have bx or bp, si or di, or one of each");
        if (!Octets.hold(value.number(), 2)) throw tooFar(memory, value, 2);
        long number = Octets.signed(value.number(), 2);
        int bytes = bytes(number, 2, wide, rm == FULL_16);
        return new Address(mod(bytes) | rm, -1, 0, number, bytes, 2, false, memory);
    }

    private static Address address32(Memory memory, Value value, int width, boolean wide) throws Misfit {
        long number = Octets.signed(value.number(), width);
        if (!Octets.hold(value.number(), width) || Octets.signed(number, 4) != number) throw tooFar(memory, value, 4);
        int base = memory.base(), index = memory.index();
        int rex = (base == Memory.NONE ? 0 : base >> 3) | (index == Memory.NONE ? 0 : index >> 2 & 2);
        int indexField = index == Memory.NONE ? NO_INDEX : memory.shift() << 6 | (index & 7) << 3;
        if (base == Memory.NONE) return new Address(SIB, indexField | NO_BASE, rex, number, 4, width, false, memory);
        int bytes = bytes(number, 4, wide, (base & 7) == RBP);
        boolean sib = index != Memory.NONE || (base & 7) == RSP;
        return new Address(mod(bytes) | (sib ? SIB : base & 7), sib ? indexField | base & 7 : -1, rex, number, bytes, width, false, memory);
    }

    /** Bytes of a displacement. @param never without one there is no such base */
    private static int bytes(long displacement, int full, boolean wide, boolean never) {
        if (wide) return full;
        if (displacement == 0 && !never) return 0;
        return displacement == (byte) displacement ? 1 : full;
    }

    private static int mod(int bytes) { return bytes == 0 ? 0 : bytes == 1 ? 0x40 : 0x80; }
}
