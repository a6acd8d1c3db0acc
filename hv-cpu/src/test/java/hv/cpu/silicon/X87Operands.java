package hv.cpu.silicon;

import hv.cpu.decode.Kind;
import hv.cpu.decode.Mnemonic;
import hv.cpu.decode.Op;
import hv.cpu.decode.Operand;

/**
 * x87 state and operands of which many are special: denormals, NaNs with payload, infinities, unsupported encodings, powers of two and their
 * neighbours, boundaries of conversions; stacks with empty registers; all rounding and precision controls; masked and unmasked exceptions.
 */
final class X87Operands implements Subject.Favour {
    private static final int BIAS = 0x3FFF, SIGN = 0x8000, LARGEST = 0x7FFF, EXCEPTIONS = 0x3F;
    private static final long INTEGER_BIT = 1L << 63;
    /**
     * Exponents of denormals, the smallest normal numbers, 1, boundaries of integers, of single and double format, of the largest numbers, of NaNs.
     */
    private static final int[] EXPONENTS = {0, 0, 0, 1, 1, 2, 0x3FFE, BIAS, BIAS, BIAS, 0x4000, 0x4001, 0x401E, 0x401D, 0x400E, 0x400D, 0x403E, 0x403D,
        0x403C, 0x403F, 0x4040, 0x7FFE, 0x7FFE, LARGEST, LARGEST, LARGEST, 0x3F81, 0x3F80, 0x3F6A, 0x407E, 0x407F, 0x3C01, 0x3C00, 0x3BCC, 0x43FE, 0x43FF};

    @Override
    public void choose(CaseRandom random, Op op, State before) {
        int control = random.nextInt(16) << 8 | 0x40 | (random.once(3) ? random.nextInt(EXCEPTIONS + 1) : EXCEPTIONS);
        int status = random.nextInt(0x10000) & 0x7F7F;
        if (!random.once(20)) status &= ~(~control & EXCEPTIONS);
        before.selector(FxImage.CONTROL, control);
        before.selector(FxImage.STATUS, status);
        before.put(FxImage.TAGS, tags(random, status >> 11 & 7));
        before.selector(FxImage.OPCODE, random.nextInt(0x800));
        before.set(FxImage.INSTRUCTION, random.nextInt() & 0x7FFF_FFFFL);
        before.set(FxImage.DATA, random.nextInt() & 0x7FFF_FFFFL);
        for (int i = 0; i < 8; i++) number(random, before, FxImage.ST + 16 * i);
        if (random.once(4)) relate(random, before);
        if (op.codeWidth != 64) for (int i = 0; i < 8; i++) before.register(i, before.register(i) & 0xFFFF_FFFFL);
    }

    /** Full, half full, or anyhow. */
    private static int tags(CaseRandom random, int top) {
        return switch (random.nextInt(8)) {
            case 0 -> random.nextInt(256);
            case 1, 2, 3 -> (0xF << top | 0xF << top >> 8) & 0xFF;
            default -> 0xFF;
        };
    }

    private static void number(CaseRandom random, State s, int at) {
        int exponent = exponent(random);
        long significand = significand(random);
        if ((exponent & LARGEST) == 0 && random.once(3)) significand = 0;
        else if ((exponent & LARGEST) == 0 && random.once(2)) significand &= ~INTEGER_BIT;
        if ((exponent & LARGEST) == LARGEST && random.once(3)) significand = INTEGER_BIT;
        s.set(at, significand);
        s.selector(at + 8, exponent);
    }

    private static int exponent(CaseRandom random) {
        int sign = random.nextInt(2) * SIGN;
        if (random.once(3)) return sign | random.pick(EXPONENTS);
        return sign | (random.once(3) ? random.nextInt(LARGEST + 1) : BIAS + random.nextInt(140) - 70);
    }

    private static long significand(CaseRandom random) {
        long value = switch (random.nextInt(8)) {
            case 0 -> 0;
            case 1 -> -1;
            case 2 -> 1L << random.nextInt(64);
            case 3 -> -1L << random.nextInt(64);
            case 4 -> random.nextLong() << random.nextInt(64);
            default -> random.nextLong();
        };
        return random.once(10) ? random.once(2) ? value & ~INTEGER_BIT : value : value | INTEGER_BIT;
    }

    /** Makes ST(0) nearly the opposite of another register, or equal to it. */
    private static void relate(CaseRandom random, State s) {
        int other = FxImage.ST + 16 * (1 + random.nextInt(2)), exponent = s.selector(other + 8);
        if (random.once(3)) exponent = exponent & SIGN | exponent + random.nextInt(5) - 2 & LARGEST;
        s.set(FxImage.ST, s.get(other) + random.nextInt(3) - 1);
        s.selector(FxImage.ST + 8, exponent ^ random.nextInt(2) * SIGN);
    }

    /** Numbers in memory by their formats. */
    @Override
    public void place(CaseRandom random, Op op, State before, Placed memory) {
        if (op.dk != Kind.MEM || random.once(8)) return;
        Operand operand = op.row.operands().getFirst();
        if (op.mnemonic == Mnemonic.FBLD) memory.write(memory.operand(), 8, decimal(random));
        else if (operand == Operand.Mt) {
            memory.write(memory.operand(), 8, significand(random));
            memory.write(memory.operand() + 8, 2, exponent(random));
        } else if (operand == Operand.Md && !integer(op)) number(random, before, memory, 23, 0xFF);
        else if (operand == Operand.Mq && !integer(op)) number(random, before, memory, 52, 0x7FF);
    }

    private static void number(CaseRandom random, State before, Placed memory, int fractionBits, int exponents) {
        long number = shorter(random, fractionBits, exponents);
        memory.write(memory.operand(), fractionBits == 23 ? 4 : 8, number);
        if (random.once(3)) relate(random, before, number >>> fractionBits & exponents, number << 63 - fractionBits | INTEGER_BIT, exponents);
    }

    /** Makes ST(0) that number in memory or its opposite, or nearly; or its exponent so that a sum of both may lie halfway. */
    private static void relate(CaseRandom random, State s, long exponent, long significand, int exponents) {
        int e = exponent == exponents ? LARGEST : (int) exponent - (exponents >> 1) + BIAS;
        if (random.once(3)) e = Math.clamp(e + random.pick(-65, -64, -63, -1, 1, 63, 64, 65), 0, LARGEST);
        s.set(FxImage.ST, significand + (random.once(2) ? 0 : random.nextInt(3) - 1));
        s.selector(FxImage.ST + 8, e | random.nextInt(2) * SIGN);
    }

    private static boolean integer(Op op) { return op.mnemonic.name().startsWith("FI"); }

    private static long decimal(CaseRandom random) {
        long digits = 0;
        for (int i = 0; i < 16; i++) digits = digits << 4 | random.nextInt(10);
        return digits;
    }

    /** A number in single or double format. */
    private static long shorter(CaseRandom random, int fractionBits, int exponents) {
        int exponent = switch (random.nextInt(5)) {
            case 0 -> 0;
            case 1 -> exponents;
            case 2 -> random.nextInt(exponents + 1);
            default -> (exponents >> 1) + random.nextInt(60) - 30;
        };
        long fraction = random.once(4) ? 0 : random.once(4) ? 1L << fractionBits - 1 : random.nextLong() & (1L << fractionBits) - 1;
        long sign = random.nextInt(2) * (exponents + 1L);
        return (sign | exponent) << fractionBits | fraction;
    }
}
