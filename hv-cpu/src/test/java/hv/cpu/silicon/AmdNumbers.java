package hv.cpu.silicon;

import static hv.cpu.silicon.Vectors.GENERAL_PROTECTION;

import hv.cpu.decode.Mnemonic;
import hv.cpu.state.X87State;

/** Differences between AMD's processors (with Linux on them) and Intel's in the contents of x87 and SSE registers. */
final class AmdNumbers {
    private static final int EXPONENT_0 = FxImage.ST + 8, EXPONENT_1 = FxImage.ST + 24, LARGEST = 0x7FFF;
    private static final long MISALIGNED_SSE = 1L << 17;
    /** FOP in the first quadword of an FXSAVE image. */
    private static final long OPCODE = -1L << 48;
    private static final long INFINITE = 1L << 63, SINGLE_NAN = 0x7F80_0000L, DOUBLE_NAN = 0x7FF0_0000_0000_0000L;

    private AmdNumbers() {}

    static boolean loadsMxcsr(Case at) { return at.op.mnemonic == Mnemonic.LDMXCSR && at.ours.get(State.VECTOR) == GENERAL_PROTECTION && at.inMemory(4); }
    /** Loaded as if that bit were not set, and then with it. */
    static void misalignedMode(Case at, Rerun rerun) {
        int mxcsr = State.MEMORY + at.memoryOffset();
        if ((at.before.get(mxcsr) & MISALIGNED_SSE) == 0) return;
        at.ours.copy(rerun.with(at, state -> state.set(mxcsr, state.get(mxcsr) & ~MISALIGNED_SSE)));
        at.ours.set(mxcsr, at.before.get(mxcsr));
        if (!at.ours.faulted()) at.ours.set(FxImage.MXCSR, at.ours.get(FxImage.MXCSR) | MISALIGNED_SSE);
    }

    static boolean remainderOfDenormal(Case at) {
        boolean remainder = at.op.mnemonic == Mnemonic.FPREM || at.op.mnemonic == Mnemonic.FPREM1;
        return remainder && !at.ours.faulted() && (at.before.selector(EXPONENT_0) & LARGEST) == 0 && (at.before.selector(EXPONENT_1) & LARGEST) == LARGEST
                && at.before.get(FxImage.ST + 16) == INFINITE;
    }
    /** Expects the result for a very large divisor. */
    static void underflow(Case at, Rerun rerun) {
        at.ours.copy(rerun.with(at, state -> state.selector(EXPONENT_1, state.selector(EXPONENT_1) - 1)));
        at.ours.selector(EXPONENT_1, at.before.selector(EXPONENT_1));
    }

    static boolean dotProduct(Case at) { return (at.op.mnemonic == Mnemonic.DPPS || at.op.mnemonic == Mnemonic.DPPD) && !at.ours.faulted() && !at.theirs.faulted(); }
    /** Where both have a NaN it may be another one. */
    static void otherNan(Case at, Rerun rerun) {
        int result = FxImage.XMM + 16 * at.op.dr;
        for (int i = 0; i < 16; i += at.op.mnemonic == Mnemonic.DPPD ? 8 : 4) {
            if (at.op.mnemonic == Mnemonic.DPPD) {
                if (nan(at.ours.get(result + i)) && nan(at.theirs.get(result + i))) at.ours.set(result + i, at.theirs.get(result + i));
            } else if (nan((int) at.ours.get(result + i)) && nan((int) at.theirs.get(result + i))) {
                for (int b = 0; b < 4; b++) at.ours.put(result + i + b, at.theirs.at(result + i + b));
            }
        }
    }

    private static boolean nan(long bits) { return (bits & Long.MAX_VALUE) > DOUBLE_NAN; }
    private static boolean nan(int bits) { return (bits & Integer.MAX_VALUE) > SINGLE_NAN; }

    /** A context switch between the loading of a case and its end. */
    static boolean losesPointers(Case at) { return (at.theirs.selector(FxImage.STATUS) & X87State.ES) != 0; }
    static void lostPointers(Case at, Rerun rerun) {
        if ((at.theirs.get(State.FX) & OPCODE) == 0 && at.theirs.get(FxImage.INSTRUCTION) == 0) {
            at.ours.set(State.FX, at.ours.get(State.FX) & ~OPCODE);
            at.ours.set(FxImage.INSTRUCTION, 0);
        }
        if (at.theirs.get(FxImage.DATA) == 0) at.ours.set(FxImage.DATA, 0);
    }

    static boolean savesPointers(Case at) {
        return (at.op.mnemonic == Mnemonic.FNSAVE || at.op.mnemonic == Mnemonic.FNSTENV) && !at.ours.faulted() && at.inMemory(28);
    }
    static void lostSavedPointers(Case at, Rerun rerun) {
        int from = State.MEMORY + at.memoryOffset() + 3 * at.op.width, bytes = at.op.width == 2 ? 8 : 14, any = 0;
        for (int i = 0; i < bytes; i++) any |= at.theirs.at(from + i);
        for (int i = 0; any == 0 && i < bytes; i++) at.ours.put(from + i, 0);
    }
}
