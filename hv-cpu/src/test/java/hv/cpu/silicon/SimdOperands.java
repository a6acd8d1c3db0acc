package hv.cpu.silicon;

import hv.cpu.decode.Kind;
import hv.cpu.decode.Mnemonic;
import hv.cpu.decode.Op;
import hv.cpu.state.Registers;

/** Operands of MMX and SSE instructions: floating-point values at edges, strings, shift counts, any MXCSR, x87 state that MMX must end. */
final class SimdOperands implements Subject.Favour {
    private static final long[] DOUBLES = {0, 1, 0xF_FFFF_FFFF_FFFFL, 0x10_0000_0000_0000L, 0x3FF0_0000_0000_0000L, 0x3FF8_0000_0000_0000L,
        0x3FE0_0000_0000_0000L, 0x41DF_FFFF_FFC0_0000L, 0x41DF_FFFF_FFE0_0000L, 0x41E0_0000_0000_0000L, 0x4330_0000_0000_0001L, 0x43DF_FFFF_FFFF_FFFFL,
        0x43E0_0000_0000_0000L, 0x7FEF_FFFF_FFFF_FFFFL, 0x7FF0_0000_0000_0000L, 0x7FF0_0000_0000_0001L, 0x7FF8_0000_0000_1234L, 0x47EF_FFFF_E000_0000L,
        0x47EF_FFFF_F000_0000L, 0x3810_0000_0000_0000L, 0x380F_FFFF_FFFF_FFFFL, 0x36A0_0000_0000_0000L, 0x3690_0000_0000_0000L};
    private static final int[] SINGLES = {0, 1, 0x7F_FFFF, 0x80_0000, 0x3F80_0000, 0x3FC0_0000, 0x3F00_0000, 0x4EFF_FFFF, 0x4F00_0000, 0x4B00_0001,
        0x4B7F_FFFF, 0x5EFF_FFFF, 0x5F00_0000, 0x7F7F_FFFF, 0x7F80_0000, 0x7F80_0001, 0x7FC1_2345, 0x4AFF_FFFF};
    private static final int QUADWORDS = 32, INITIAL_MXCSR = 0x1F80;

    @Override
    public void choose(CaseRandom random, Op op, State before) {
        int kind = random.nextInt(4);
        for (int i = 0; i < QUADWORDS; i++) before.set(FxImage.XMM + 8 * i, value(random, kind));
        if (random.once(2)) for (int i = 0; i < State.MEMORY_BYTES; i += 8) before.set(State.MEMORY + i, value(random, kind));
        mxcsr(random, before);
        x87(random, before);
        counts(random, op, before);
    }

    @Override
    public void place(CaseRandom random, Op op, State before, Placed memory) {
        if (random.once(3)) new RelatedOperands(random, op, before, memory).relate();
    }

    private static long value(CaseRandom random, int kind) {
        return switch (kind) {
            case 0 -> random.value();
            case 1 -> real(random);
            case 2 -> single(random) & 0xFFFF_FFFFL | (long) single(random) << 32;
            default -> text(random);
        };
    }

    private static long real(CaseRandom random) {
        long sign = (long) random.nextInt(2) << 63;
        return sign ^ switch (random.nextInt(8)) {
            case 0 -> random.nextLong();
            case 1 -> 0x3FF0_0000_0000_0000L + ((long) random.nextInt(128) - 64 << 52) + (random.nextLong() >>> 12 + random.nextInt(52));
            case 2 -> Double.doubleToRawLongBits(random.nextInt(64) + 0.5 * random.nextInt(4));
            case 3 -> random.nextLong() >>> 12 + random.nextInt(12);
            default -> DOUBLES[random.nextInt(DOUBLES.length)] + (random.once(4) ? random.nextInt(3) - 1 : 0);
        };
    }

    private static int single(CaseRandom random) {
        int sign = random.nextInt(2) << 31;
        return sign ^ switch (random.nextInt(8)) {
            case 0 -> (int) random.nextLong();
            case 1 -> 0x3F80_0000 + (random.nextInt(64) - 32 << 23) + ((int) random.nextLong() >>> 9 + random.nextInt(23));
            case 2 -> Float.floatToRawIntBits(random.nextInt(64) + 0.5f * random.nextInt(4));
            case 3 -> (int) random.nextLong() >>> 9 + random.nextInt(9);
            default -> SINGLES[random.nextInt(SINGLES.length)] + (random.once(4) ? random.nextInt(3) - 1 : 0);
        };
    }

    /** Few different bytes, zeros among them. */
    private static long text(CaseRandom random) {
        long text = 0, alphabet = random.nextLong() & 0x0181_0302_8180_0101L;
        boolean ends = random.once(4);
        for (int i = 0; i < 64; i += 8) text |= (ends && random.once(8) ? 0 : alphabet >>> 8 * random.nextInt(8) & 0xFF | (ends ? 1 : 0)) << i;
        return text;
    }

    /** Mostly all exceptions are masked; but not in every case. */
    private static void mxcsr(CaseRandom random, State before) {
        int mxcsr = switch (random.nextInt(4)) {
            case 0 -> INITIAL_MXCSR;
            case 1 -> INITIAL_MXCSR | random.nextInt(64);
            case 2 -> INITIAL_MXCSR | random.nextInt(0x10000);
            default -> random.nextInt(0x10000);
        };
        FxImage.mxcsr(before, mxcsr);
    }

    private static void x87(CaseRandom random, State before) {
        for (int i = 0; i < 8; i++) {
            before.set(FxImage.ST + 16 * i, random.value());
            before.selector(FxImage.ST + 16 * i + 8, random.nextInt(0x10000));
        }
        if (random.once(2)) return;
        boolean pending = random.once(16);
        before.selector(FxImage.STATUS, random.nextInt(8) << 11 | (pending ? 0x8084 : random.nextInt(64)));
        before.selector(FxImage.CONTROL, pending ? 0x340 : 0x37F);
        before.put(FxImage.TAGS, random.nextInt(256));
    }

    /** Shift counts near the width of a lane, lengths of strings. */
    private static void counts(CaseRandom random, Op op, State before) {
        if (random.once(2) && op.sk == Kind.XMM && op.mnemonic.name().startsWith("PS")) before.set(FxImage.XMM + 16 * op.sr, random.nextInt(70));
        if (random.once(2) && op.sk == Kind.MMX) before.set(FxImage.ST + 16 * op.sr, random.nextInt(70));
        boolean lengths = op.mnemonic == Mnemonic.PCMPESTRI || op.mnemonic == Mnemonic.PCMPESTRM || op.mnemonic == Mnemonic.PCMPESTRIQ
                || op.mnemonic == Mnemonic.PCMPESTRMQ;
        if (!lengths || random.once(4)) return;
        before.register(Registers.RAX, random.nextInt(40) - 20);
        before.register(Registers.RDX, random.nextInt(40) - 20);
        if (op.codeWidth == 64) return;
        before.register(Registers.RAX, before.register(Registers.RAX) & 0xFFFF_FFFFL);
        before.register(Registers.RDX, before.register(Registers.RDX) & 0xFFFF_FFFFL);
    }
}
