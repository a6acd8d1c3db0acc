package hv.cpu.silicon;

import hv.cpu.decode.Kind;
import hv.cpu.decode.Op;

/**
 * Makes the source of a SIMD instruction, in a register or in memory, from its destination, lane by lane: equal, opposite, some units in the last place
 * apart, half a unit of it so that a sum lies halfway, a factor that takes the product to the edge of the format; or NaNs in both.
 */
final class RelatedOperands {
    private final CaseRandom random;
    private final State before;
    private final Placed memory;
    private final Op op;
    /** The width of a lane in bits, and that of its fraction. */
    private final int width, fraction;
    /** The largest biased exponent, and its shift. */
    private final long exponents;

    RelatedOperands(CaseRandom random, Op op, State before, Placed memory) {
        this.random = random;
        this.op = op;
        this.before = before;
        this.memory = memory;
        String name = op.mnemonic.name();
        boolean doubles = name.endsWith("PD") || name.endsWith("SD") || !name.endsWith("PS") && !name.endsWith("SS") && random.nextBoolean();
        width = doubles ? 64 : 32;
        fraction = doubles ? 52 : 23;
        exponents = doubles ? 0x7FF : 0xFF;
    }

    /** Nothing to do for an instruction without such operands. */
    void relate() {
        if (op.dk != Kind.XMM && op.dk != Kind.MMX || op.sk != Kind.MEM && op.sk != op.dk || op.sk == op.dk && op.sr == op.dr) return;
        for (int half = 0; half < (op.dk == Kind.XMM ? 2 : 1); half++) {
            int place = place(op.dk, op.dr) + 8 * half;
            long destination = before.get(place), source = 0;
            for (int lane = 0; lane < 64; lane += width) {
                long value = low(destination >>> lane), other = related(value);
                boolean nans = random.once(8);
                source |= low(nans ? nan() : other) << lane;
                if (nans) destination ^= (value ^ nan()) << lane;
            }
            before.set(place, destination);
            if (op.sk == Kind.MEM) memory.write(memory.operand() + 8 * half, 8, source);
            else before.set(place(op.sk, op.sr) + 8 * half, source);
        }
    }

    private static int place(int kind, int register) { return kind == Kind.XMM ? FxImage.XMM + 16 * register : FxImage.ST + 16 * register; }

    private long low(long value) { return width == 64 ? value : value & 0xFFFF_FFFFL; }

    private long related(long value) {
        long sign = random.once(2) ? 1L << width - 1 : 0, exponent = value >>> fraction & exponents, bias = exponents >> 1;
        return sign ^ switch (random.nextInt(6)) {
            case 0 -> value;
            case 1 -> value + random.nextInt(7) - 3;
            case 2 -> value + ((random.nextInt(5) - 2L) << fraction);
            case 3, 4 -> number(exponent - fraction - 1);
            default -> number(bias - exponent + random.pick(0, 1, -fraction, -fraction - 1, (int) exponents - 1, (int) exponents));
        };
    }

    /** A power of two or nearly; 0 or infinity where the exponent is beyond the format. */
    private long number(long exponent) { return (Math.clamp(exponent, 0, exponents) << fraction) + random.nextInt(3) - (exponent > 0 ? 1 : 0); }

    private long nan() {
        long payload = random.nextLong() & (1L << fraction - 1) - 1, quiet = random.nextBoolean() ? 1L << fraction - 1 : 0;
        return (random.nextBoolean() ? 1L << width - 1 : 0) | exponents << fraction | quiet | payload | 1;
    }
}
